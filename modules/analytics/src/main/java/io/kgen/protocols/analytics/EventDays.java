package io.kgen.protocols.analytics;

import io.kgen.protocols.platform.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a partition for today and for each of the days ahead. Every instance tries and PostgreSQL lets one in at a time;
 * none depends on it, because the default partition takes what no other does.
 */
final class EventDays {

    static final int AHEAD = 7;

    private static final Logger LOG = LoggerFactory.getLogger(EventDays.class);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final String MAKE = "SELECT analytics.make_event_days($1) AS day";

    private final Vertx vertx;
    private final Postgres postgres;
    private long timer;

    EventDays(Vertx vertx, Postgres postgres) {
        this.vertx = vertx;
        this.postgres = postgres;
    }

    /** Makes what is missing now and once an hour. Never fails. */
    Future<Void> keep() {
        timer = vertx.setPeriodic(PERIOD.toMillis(), tick -> make());
        return make();
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    private Future<Void> make() {
        return postgres.query(MAKE, Tuple.of(AHEAD))
                .onSuccess(EventDays::warnOfDaysLeftOut)
                .onFailure(failure -> LOG.warn("no partitions made for the days to come: {}", failure.getMessage()))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private static void warnOfDaysLeftOut(RowSet<Row> days) {
        days.forEach(row -> LOG.warn(
                "the default partition already holds events of {}, so that day gets no partition of its own",
                row.getLocalDate("day")));
    }
}
