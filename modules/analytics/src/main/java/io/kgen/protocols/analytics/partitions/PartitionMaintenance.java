package io.kgen.protocols.analytics.partitions;

import io.kgen.protocols.platform.RateLimitedLogger;
import io.kgen.protocols.postgres.PostgresClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the house of the events: makes the partitions of the days ahead, moves what the default partition had to take, drops
 * days past their retention, forgets old keys. Every instance tries and PostgreSQL lets one in at a time; no event depends
 * on it, because the default partition takes what no other does.
 */
public final class PartitionMaintenance {

    static final int AHEAD = 7;

    private static final Logger LOG = LoggerFactory.getLogger(PartitionMaintenance.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** Between two rounds while there is more to do, so that the events come first. */
    private static final Duration BREATH = Duration.ofMillis(50);
    /** Rows of one transaction. */
    private static final int CHUNK = 5_000;

    private static final String MAKE = "SELECT analytics.make_event_days($1, $2)::text";
    private static final String MOVE = "SELECT analytics.move_stranded_events($1, $2) > 0 AS worked";
    private static final String DROP =
            "SELECT dropped::text, events, refused FROM analytics.drop_event_day($1 * interval '1 second', $2)";
    private static final String FORGET = "SELECT analytics.forget_event_keys($1) > 0 AS worked";
    private static final String INSPECT = """
            SELECT days_ahead, stranded, analytics.detached_event_days($1) AS detached FROM analytics.event_storage($1)
            """;

    private final Vertx vertx;
    private final PostgresClient postgres;
    private final Duration retention;
    private final InstantSource nodeTime;
    private final HourlyWarning refusals = new HourlyWarning();
    private final HourlyWarning alarms = new HourlyWarning();
    private PartitionStatus storage = new PartitionStatus(AHEAD, false);
    private long timer;
    private boolean closed;

    public PartitionMaintenance(Vertx vertx, PostgresClient postgres, Duration retention) {
        this(vertx, postgres, retention, InstantSource.system());
    }

    /** @param nodeTime the clock of this node, with which that of PostgreSQL has to agree */
    PartitionMaintenance(Vertx vertx, PostgresClient postgres, Duration retention, InstantSource nodeTime) {
        this.vertx = vertx;
        this.postgres = postgres;
        this.retention = retention;
        this.nodeTime = nodeTime;
    }

    /** Makes the days that are missing, and goes on with the rest in the background. Never fails. */
    public Future<Void> keep() {
        return makeDays().compose(made -> inspect()).onComplete(ready -> goOn());
    }

    /** One round, each part of it a bounded transaction; true if there may be more to do. Never fails. */
    Future<Boolean> round() {
        return worked(MOVE, Tuple.of(CHUNK, now()))
                .compose(moved -> dropDay().map(moved))
                .compose(before -> worked(FORGET, Tuple.of(CHUNK)).map(forgotten -> before || forgotten))
                .compose(worked -> makeDays().compose(made -> inspect()).map(worked));
    }

    /** As it was found last. */
    PartitionStatus storage() {
        return storage;
    }

    /** Nobody waits for the round that may be under way: each of its transactions ends whole or not at all. */
    public void close() {
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
        return part(MAKE, Tuple.of(AHEAD, now()))
                .onSuccess(attached -> attached.ifPresent(rows -> rows.forEach(
                        row -> LOG.warn("the partition of {} was detached; it is attached again", row.getString(0)))))
                .mapEmpty();
    }

    private Future<Void> dropDay() {
        return part(DROP, Tuple.of(retention.toSeconds(), now()))
                .onSuccess(answer ->
                        answer.ifPresent(rows -> noteDrop(rows.iterator().next())))
                .mapEmpty();
    }

    private Future<Boolean> worked(String sql, Tuple arguments) {
        return part(sql, arguments)
                .map(answer ->
                        answer.isPresent() && answer.get().iterator().next().getBoolean("worked"));
    }

    /** Looks how the partitions are. Never fails. */
    Future<Void> inspect() {
        return part(INSPECT, Tuple.of(AHEAD))
                .onSuccess(
                        answer -> answer.ifPresent(rows -> note(rows.iterator().next())))
                .mapEmpty();
    }

    /** Empty if it failed, so that no part keeps the others from their turn. */
    private Future<Optional<RowSet<Row>>> part(String sql, Tuple arguments) {
        return postgres.query(sql, arguments)
                .onFailure(failure -> warn(failure, sql))
                .map(Optional::of)
                .otherwise(Optional.empty());
    }

    private OffsetDateTime now() {
        return nodeTime.instant().atOffset(ZoneOffset.UTC);
    }

    private void warn(Throwable failure, String sql) {
        if (!closed) {
            LIMITED_LOG.warn(
                    PartitionMaintenance.class, "partition maintenance failed: {} ({})", failure.getMessage(), sql);
        }
    }

    private void noteDrop(Row row) {
        if (row.getString("dropped") != null) {
            LOG.info(
                    "dropped the partition of {} with {} events: it was over for longer than the retention of {} days",
                    row.getString("dropped"),
                    Objects.requireNonNullElse(row.getLong("events"), "an unknown number of"),
                    retention.toDays());
        }
        var refused = row.getString("refused");
        if (refused == null) {
            refusals.over().ifPresent(before -> LOG.info("the clocks agree again"));
        } else if (refusals.isDue("clocks")) {
            LOG.warn("no events are dropped for their age, because a clock may be wrong: {}", refused);
        }
    }

    private void note(Row row) {
        var found = new PartitionStatus(row.getInteger("days_ahead"), row.getBoolean("stranded"));
        var detached = row.getString("detached");
        if (found.isAlarming() || detached != null) {
            if (alarms.isDue(found + " " + detached)) {
                LOG.warn(
                        "partitions of the events need attention: {}, tables of days that are not attached: {}",
                        found,
                        Objects.requireNonNullElse(detached, "none"));
            }
        } else {
            alarms.over().ifPresent(before -> LOG.info("partitions of the events are in order again: {}", found));
        }
        storage = found;
    }
}
