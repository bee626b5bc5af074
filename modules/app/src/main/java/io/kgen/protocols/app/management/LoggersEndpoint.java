package io.kgen.protocols.app.management;

import io.kgen.protocols.app.logging.LogLevels;
import io.kgen.protocols.app.logging.LogLevels.LoggerLevel;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.platform.AuditEntry;
import io.kgen.protocols.platform.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and changes the levels of loggers. A change is kept in memory only: the next start has the configured levels. */
public final class LoggersEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(LoggersEndpoint.class);

    private static final String LEVEL = "level";

    private final LogLevels levels = new LogLevels();
    private final AuditTrail audit;

    public LoggersEndpoint(AuditTrail audit) {
        this.audit = audit;
    }

    public Future<Reply> list(Request request) {
        var loggers = new JsonArray();
        levels.list().forEach(logger -> loggers.add(json(logger)));
        return Future.succeededFuture(Reply.json(new JsonObject().put("loggers", loggers)));
    }

    public Future<Reply> get(Request request) {
        return Future.succeededFuture(Reply.json(json(levels.get(request.parameter()))));
    }

    /** The body is {@code {"level":"DEBUG"}}; the level null resets the logger to its level at the start. */
    public Future<Reply> set(Request request) {
        var body = request.json();
        if (!body.containsKey(LEVEL) || !(body.getValue(LEVEL) == null || body.getValue(LEVEL) instanceof String)) {
            throw ServiceException.invalid(LEVEL, "must be the name of a level, or null for the level at the start");
        }
        var before = levels.get(request.parameter());
        var after = levels.set(request.parameter(), body.getString(LEVEL));
        LOG.info(
                "an operator changed the level of {} from {} to {} until the next start, request {}",
                after.name(),
                before.effective(),
                after.effective(),
                request.id());
        var details = Map.of(
                "logger", after.name(),
                "from", before.effective(),
                "to", after.effective(),
                "address", request.client());
        audit.record(new AuditEntry(AuditTrail.OPERATOR, AuditTrail.LOG_LEVEL, request.id(), details));
        return Future.succeededFuture(Reply.json(json(after)));
    }

    private static JsonObject json(LoggerLevel logger) {
        return new JsonObject()
                .put("name", logger.name())
                .put("configured", logger.configured())
                .put("effective", logger.effective());
    }
}
