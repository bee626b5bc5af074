package io.kgen.protocols.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kgen.protocols.app.AppConfig;
import io.kgen.protocols.gateway.VerificationKey;
import io.kgen.protocols.platform.EffectiveConfig;
import io.kgen.protocols.platform.EffectiveConfig.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = {
            "Lists the keys of the configuration that verify tokens, without their secrets.",
            "A fingerprint tells keys apart: the beginning of the SHA-256 of the secret or of the public key."
        })
final class KeysListCommand implements Runnable {

    private static final String DEFAULT_KEYS = "(every other issuer)";

    private final CommonOptions common;

    @Mixin
    private OutputOption output;

    KeysListCommand(CommonOptions common) {
        this.common = common;
    }

    private record Row(String issuer, String algorithm, String kid, String source, String fingerprint) {

        static Row of(String issuer, VerificationKey key, String source) {
            return new Row(
                    issuer,
                    key.algorithm(),
                    Objects.requireNonNullElse(key.kid(), ""),
                    source,
                    Fingerprint.of(key.material().value()));
        }
    }

    @Override
    public void run() {
        var rows = rows(AppConfig.read(common.file(), common.environment()));
        if (output.isJson()) {
            var json = JsonNodeFactory.instance.objectNode();
            var keys = json.putArray("keys");
            rows.forEach(row -> keys.addObject()
                    .put("issuer", row.issuer)
                    .put("algorithm", row.algorithm)
                    .put("kid", row.kid)
                    .put("source", row.source)
                    .put("fingerprint", row.fingerprint));
            common.out().println(json.toPrettyString());
            return;
        }
        var table = new OutputOption.Table("issuer", "algorithm", "kid", "source", "fingerprint");
        rows.forEach(row -> table.row(row.issuer, row.algorithm, row.kid, row.source, row.fingerprint));
        table.print(common.out());
    }

    private static List<Row> rows(AppConfig config) {
        var rows = new ArrayList<Row>();
        var settings = config.settings();
        var sources = List.of("auth.default.secret", "auth.default.previous-secret").stream()
                .filter(key -> !settings.get(key).value().asText().isEmpty())
                .map(key -> source(settings, key))
                .toList();
        var defaults = config.auth().defaultKeys();
        for (var i = 0; i < defaults.size(); i++) {
            rows.add(Row.of(DEFAULT_KEYS, defaults.get(i), sources.get(i)));
        }
        for (var issuer : settings.get("auth.issuers").value()) {
            var name = issuer.path("issuer").asText();
            var keys = config.auth().issuerKeys().get(name);
            for (var i = 0; i < keys.size(); i++) {
                rows.add(Row.of(name, keys.get(i), source(issuer.path("keys").path(i))));
            }
            var keySet = config.auth().keySets().get(name);
            if (keySet != null) {
                rows.add(new Row(name, "", "", keySet.url().toString(), ""));
            }
        }
        return rows;
    }

    private static String source(EffectiveConfig settings, String key) {
        return settings.get(key).origin().source() == Source.SECRET_FILE ? "file" : "static";
    }

    private static String source(JsonNode key) {
        return key.has("secret-file") || key.has("public-key-file") ? "file" : "static";
    }
}
