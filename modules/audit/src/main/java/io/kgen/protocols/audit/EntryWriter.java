package io.kgen.protocols.audit;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.platform.AuditEntry;
import io.kgen.protocols.postgres.PostgresClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes entries one by one, with retries, and holds a bounded number of them. */
final class EntryWriter {

    static final int MAX_PENDING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(EntryWriter.class);
    private static final int ATTEMPTS = 5;
    private static final long RETRY_DELAY_MILLIS = 2_000;
    private static final long DRAIN_TIMEOUT_MILLIS = 1_000;
    private static final String APPEND = "SELECT audit.append($1, $2, NULL, NULL, $3, $4)";

    private final Vertx vertx;
    private final Context context;
    private final PostgresClient postgres;
    private final AuditMetrics metrics;
    private final AtomicLong numbers = new AtomicLong();
    /** By number: two entries may be equal. */
    private final Map<Long, AuditEntry> pending = new ConcurrentHashMap<>();

    private final Promise<Void> drained = Promise.promise();
    private volatile boolean closing;

    EntryWriter(Vertx vertx, Context context, PostgresClient postgres, AuditMetrics metrics) {
        this.vertx = vertx;
        this.context = context;
        this.postgres = postgres;
        this.metrics = metrics;
    }

    /** From any thread. */
    void record(AuditEntry entry) {
        if (pending.size() >= MAX_PENDING) {
            lose(entry, "too many entries wait for PostgreSQL");
            return;
        }
        var number = numbers.incrementAndGet();
        pending.put(number, entry);
        context.runOnContext(now -> write(number, entry, ATTEMPTS));
    }

    /** Succeeds when the entries that wait are written, or after a second, when the rest is lost. */
    Future<Void> close() {
        closing = true;
        completeIfDrained();
        return drained.future()
                .timeout(DRAIN_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .otherwise(timeout -> {
                    pending.values().forEach(entry -> lose(entry, "the node stops"));
                    return null;
                });
    }

    private void completeIfDrained() {
        if (closing && pending.isEmpty()) {
            drained.tryComplete();
        }
    }

    private void write(long number, AuditEntry entry, int attempts) {
        var details = new JsonObject();
        entry.details().forEach(details::put);
        var requestId = entry.requestId().isEmpty() ? null : entry.requestId();
        postgres.query(APPEND, Tuple.of(entry.actor(), entry.action(), requestId, details))
                .onSuccess(written -> {
                    metrics.written();
                    finish(number);
                })
                .onFailure(failure -> retry(number, entry, attempts - 1, failure));
    }

    private void retry(long number, AuditEntry entry, int attempts, Throwable failure) {
        if (attempts > 0 && !closing && ServiceException.is(failure, FailureCode.UNAVAILABLE)) {
            vertx.setTimer(RETRY_DELAY_MILLIS, due -> write(number, entry, attempts));
        } else {
            lose(entry, failure.getMessage());
            finish(number);
        }
    }

    private void finish(long number) {
        pending.remove(number);
        completeIfDrained();
    }

    private void lose(AuditEntry entry, String reason) {
        metrics.lost();
        logLost(entry, reason);
    }

    /** The log keeps what the table does not. An entry has no personal data. */
    static void logLost(AuditEntry entry, String reason) {
        LOG.error(
                "an audit entry was not written ({}): actor {}, action {}, request {}, details {}",
                reason,
                entry.actor(),
                entry.action(),
                entry.requestId(),
                entry.details());
    }
}
