package io.kgen.protocols.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists the audit log, newest first: who changed what, and when.")
final class AuditListCommand implements Runnable {

    private final CommonOptions common;

    @Option(names = "--since", paramLabel = "TIME", description = "From this time on, such as 2026-11-01T00:00:00Z.")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
    private String until;

    @Option(names = "--action", paramLabel = "ACTION", description = "Entries with this action only.")
    private String action;

    @Option(names = "--who", paramLabel = "NAME", description = "operator, node, issuer:NAME or service:NAME.")
    private String who;

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "Entries about players of this issuer only.")
    private String issuer;

    @Option(names = "--user", paramLabel = "ID", description = "Entries about this player of --issuer only.")
    private String user;

    @Option(names = "--limit", paramLabel = "N", description = "Entries of one page, 1 to 1000; default: 100.")
    private Integer limit;

    @Option(
            names = "--cursor",
            paramLabel = "ID",
            description = "The next page: the cursor that ended the page before.")
    private Long cursor;

    @Mixin
    private ManagementOptions management;

    @Mixin
    private OutputOption output;

    AuditListCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void run() {
        var page = management.client(common).get("/audit" + query());
        if (output.isJson()) {
            common.out().println(page.toPrettyString());
            return;
        }
        var table = new OutputOption.Table("at", "who", "action", "issuer", "player", "request", "details");
        page.path("entries")
                .forEach(entry -> table.row(
                        text(entry, "at"),
                        text(entry, "who"),
                        text(entry, "action"),
                        text(entry, "issuer"),
                        text(entry, "player"),
                        text(entry, "requestId"),
                        entry.path("details").toString()));
        table.print(common.out());
        if (page.path("next").isNumber()) {
            common.out().println("more: --cursor " + page.path("next").asText());
        }
    }

    private static String text(JsonNode entry, String field) {
        return entry.path(field).isNull() ? "" : entry.path(field).asText();
    }

    private String query() {
        Map<String, Object> filters = new LinkedHashMap<>();
        filters.put("since", since);
        filters.put("until", until);
        filters.put("action", action);
        filters.put("who", who);
        filters.put("issuer", issuer);
        filters.put("user", user);
        filters.put("limit", limit);
        filters.put("cursor", cursor);
        return filters.entrySet().stream()
                .filter(filter -> filter.getValue() != null)
                .map(filter -> filter.getKey() + "="
                        + URLEncoder.encode(filter.getValue().toString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
