package io.kgen.protocols.app.management;

import io.kgen.protocols.audit.AuditPage;
import io.kgen.protocols.audit.AuditQuery;
import io.kgen.protocols.audit.AuditReader;
import io.kgen.protocols.audit.AuditRecord;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lists the audit log, newest first, in pages. All parameters of the query are optional. */
public final class AuditEndpoint implements Endpoint {

    private static final Set<String> PARAMETERS =
            Set.of("since", "until", "action", "who", "issuer", "user", "limit", "cursor");
    private static final int DEFAULT_LIMIT = 100;

    private final Supplier<AuditReader> reader;

    public AuditEndpoint(Supplier<AuditReader> reader) {
        this.reader = reader;
    }

    @Override
    public Future<Reply> handle(Request request) {
        var query = request.query();
        for (var name : query.names()) {
            if (!PARAMETERS.contains(name)) {
                throw ServiceException.invalid(name, "is not a parameter of this path");
            }
        }
        var limit = query.contains("limit") ? number(query, "limit") : DEFAULT_LIMIT;
        if (limit < 1 || limit > AuditReader.MAX_LIMIT) {
            throw ServiceException.invalid("limit", "must be a number from 1 to " + AuditReader.MAX_LIMIT);
        }
        var cursor = query.contains("cursor") ? number(query, "cursor") : null;
        return reader.get().list(filters(query), (int) limit, cursor).map(AuditEndpoint::json);
    }

    private static AuditQuery filters(MultiMap query) {
        var issuer = query.get("issuer");
        var user = query.get("user");
        if (user != null && issuer == null) {
            throw ServiceException.invalid("user", "needs an issuer");
        }
        return new AuditQuery(
                user == null ? null : new PlayerId(issuer, user),
                issuer,
                query.get("who"),
                query.get("action"),
                time(query, "since"),
                time(query, "until"));
    }

    private static long number(MultiMap query, String name) {
        return parse(query, name, Long::valueOf, "must be a number");
    }

    private static Instant time(MultiMap query, String name) {
        return query.contains(name)
                ? parse(query, name, Instant::parse, "must be a time such as 2026-11-01T00:00:00Z")
                : null;
    }

    private static <T> T parse(MultiMap query, String name, Function<String, T> parser, String rule) {
        try {
            return parser.apply(query.get(name));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw ServiceException.invalid(name, rule);
        }
    }

    private static Reply json(AuditPage page) {
        var entries = new JsonArray();
        page.entries().stream().map(AuditEndpoint::json).forEach(entries::add);
        return Reply.json(new JsonObject().put("entries", entries).put("next", page.next()));
    }

    private static JsonObject json(AuditRecord entry) {
        return new JsonObject()
                .put("id", entry.id())
                .put("at", entry.occurredAt().toString())
                .put("who", entry.actor())
                .put("action", entry.action())
                .put("issuer", entry.issuer())
                .put("player", entry.playerHash())
                .put("requestId", entry.requestId())
                .put("details", entry.details());
    }
}
