package io.kgen.protocols.app;

import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queries PostgreSQL periodically over a connection of its own, and reports the result to {@link Readiness}. */
final class PostgresProbe {

    /** @param delay between the result of one query and the next query */
    record Config(PostgresConfig postgres, Duration delay) {}

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProbe.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final PostgresClient postgres;
    private final long delayMillis;
    private final Readiness readiness;
    private long timer;
    private boolean closed;

    private PostgresProbe(Vertx vertx, Config config, Readiness readiness) {
        this.vertx = vertx;
        this.postgres = PostgresClient.connect(vertx, config.postgres().withOneConnection(TIMEOUT));
        this.delayMillis = config.delay().toMillis();
        this.readiness = readiness;
    }

    /** Sends the first query at once. */
    static PostgresProbe start(Vertx vertx, Config config, Readiness readiness) {
        var probe = new PostgresProbe(vertx, config, readiness);
        probe.query();
        return probe;
    }

    Future<Void> close() {
        closed = true;
        vertx.cancelTimer(timer);
        return postgres.close();
    }

    private void query() {
        postgres.query("SELECT 1")
                .onSuccess(rows -> reportSuccess())
                .onFailure(failure -> reportFailure())
                .onComplete(done -> scheduleNext());
    }

    private void scheduleNext() {
        if (!closed) {
            timer = vertx.setTimer(delayMillis, elapsed -> query());
        }
    }

    private void reportSuccess() {
        if (readiness.postgresAvailable()) {
            LOG.info("PostgreSQL is available again: ready");
        }
    }

    private void reportFailure() {
        if (readiness.postgresFailed()) {
            LOG.warn("PostgreSQL failed {} probes in a row: not ready", Readiness.FAILURES_OF_AN_OUTAGE);
        }
    }
}
