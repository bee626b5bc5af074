package io.kgen.protocols.app;

import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks PostgreSQL again and again whether it is there, over a connection of its own, and tells {@link Readiness}. */
final class PostgresProbe {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProbe.class);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final PostgresClient postgres;
    private final long pauseMillis;
    private final Readiness readiness;
    private long timer;
    private boolean closed;

    /** Starts with the first question at once; each further one follows the last answer after {@code pause}. */
    PostgresProbe(Vertx vertx, PostgresConfig config, Duration pause, Readiness readiness) {
        this.vertx = vertx;
        this.postgres = PostgresClient.connect(vertx, config.withOneConnection(PATIENCE));
        this.pauseMillis = pause.toMillis();
        this.readiness = readiness;
        ask();
    }

    Future<Void> close() {
        closed = true;
        vertx.cancelTimer(timer);
        return postgres.close();
    }

    private void ask() {
        postgres.query("SELECT 1")
                .onSuccess(answer -> noteAnswer())
                .onFailure(failure -> noteFailure())
                .onComplete(done -> askAgain());
    }

    private void askAgain() {
        if (!closed) {
            timer = vertx.setTimer(pauseMillis, over -> ask());
        }
    }

    private void noteAnswer() {
        if (readiness.postgresAnswered()) {
            LOG.info("PostgreSQL answers again: ready");
        }
    }

    private void noteFailure() {
        if (readiness.postgresFailed()) {
            LOG.warn("PostgreSQL did not answer {} times in a row: not ready", Readiness.FAILURES_OF_AN_OUTAGE);
        }
    }
}
