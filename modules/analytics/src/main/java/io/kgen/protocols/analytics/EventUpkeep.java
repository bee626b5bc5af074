package io.kgen.protocols.analytics;

import io.kgen.protocols.platform.LogPace;
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
 * Keeps the house of the events: makes the partitions of the days ahead, moves what the default partition had to take, drops
 * days past their retention, forgets old keys. Every instance tries and PostgreSQL lets one in at a time; no event depends
 * on it, because the default partition takes what no other does.
 */
final class EventUpkeep {

    static final int AHEAD = 7;

    private static final Logger LOG = LoggerFactory.getLogger(EventUpkeep.class);
    private static final LogPace PACE = new LogPace();
    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** Between two rounds while there is more to do, so that the events come first. */
    private static final Duration BREATH = Duration.ofMillis(50);
    /** Rows of one transaction. */
    private static final int CHUNK = 5_000;

    private static final String MAKE = "SELECT analytics.make_event_days($1)";
    private static final String MOVE = "SELECT analytics.move_stranded_events($1) > 0 AS worked";
    private static final String DROP =
            "SELECT analytics.drop_event_day($1 * interval '1 second') IS NOT NULL AS worked";
    private static final String FORGET = "SELECT analytics.forget_event_keys($1) > 0 AS worked";
    private static final String INSPECT = "SELECT days_ahead, stranded FROM analytics.event_storage($1)";

    private final Vertx vertx;
    private final Postgres postgres;
    private final Duration retention;
    private EventStorage storage = new EventStorage(AHEAD, false);
    private long timer;
    private boolean closed;

    EventUpkeep(Vertx vertx, Postgres postgres, Duration retention) {
        this.vertx = vertx;
        this.postgres = postgres;
        this.retention = retention;
    }

    /** Makes the days that are missing, and goes on with the rest in the background. Never fails. */
    Future<Void> keep() {
        return makeDays().compose(made -> inspect()).onComplete(ready -> goOn());
    }

    /** One round, each part of it a bounded transaction; true if there may be more to do. Never fails. */
    Future<Boolean> round() {
        return worked(MOVE, CHUNK)
                .compose(moved -> worked(DROP, retention.toSeconds()).map(dropped -> moved || dropped))
                .compose(before -> worked(FORGET, CHUNK).map(forgotten -> before || forgotten))
                .compose(worked -> makeDays().compose(made -> inspect()).map(worked));
    }

    /** As it was found last. */
    EventStorage storage() {
        return storage;
    }

    /** Nobody waits for the round that may be under way: each of its transactions ends whole or not at all. */
    void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }

    private void goOn() {
        round().onSuccess(this::rest);
    }

    private void rest(boolean thereIsMore) {
        if (!closed) {
            timer = vertx.setTimer((thereIsMore ? BREATH : PERIOD).toMillis(), over -> goOn());
        }
    }

    private Future<Void> makeDays() {
        return part(MAKE, AHEAD).mapEmpty();
    }

    private Future<Boolean> worked(String part, Object argument) {
        return part(part, argument)
                .map(rows -> rows != null && rows.iterator().next().getBoolean("worked"));
    }

    /** Looks how the partitions are. Never fails. */
    Future<Void> inspect() {
        return part(INSPECT, AHEAD).onSuccess(this::note).mapEmpty();
    }

    /** Null if it failed, so that no part keeps the others from their turn. */
    private Future<RowSet<Row>> part(String sql, Object argument) {
        return postgres.query(sql, Tuple.of(argument))
                .onFailure(failure -> warn(failure, sql))
                .otherwiseEmpty();
    }

    private void warn(Throwable failure, String sql) {
        if (!closed) {
            PACE.next(EventUpkeep.class)
                    .ifPresent(heldBack -> LOG.warn("no upkeep of the events: {}: {}", failure.getMessage(), sql));
        }
    }

    private void note(RowSet<Row> rows) {
        if (rows == null) {
            return;
        }
        var row = rows.iterator().next();
        var found = new EventStorage(row.getInteger("days_ahead"), row.getBoolean("stranded"));
        if (found.isAlarming() && !found.equals(storage)) {
            LOG.warn("partitions of the events need attention: {}", found);
        } else if (storage.isAlarming() && !found.isAlarming()) {
            LOG.info("partitions of the events are in order again: {}", found);
        }
        storage = found;
    }
}
