package io.kgen.protocols.analytics.partitions;

import io.kgen.protocols.platform.RateLimitedLogger;
import io.kgen.protocols.platform.TaskMeters;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partition maintenance: creates the partitions of the coming days, moves rows out of the default partition, drops expired
 * days and deletes expired idempotency keys. Every node runs it, and an advisory lock in PostgreSQL admits one at a time.
 * Storing events does not depend on it, because the default partition accepts the rows of every day.
 */
public final class PartitionMaintenance {

    static final int DAYS_AHEAD = 7;

    private static final Logger LOG = LoggerFactory.getLogger(PartitionMaintenance.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** Between two runs while there is more to do, so that events are not delayed. */
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** Rows of one transaction. */
    private static final int BATCH_ROWS = 5_000;

    private static final String CREATE_DAYS = "SELECT analytics.create_days($1, $2)::text";
    private static final String MOVE_STRANDED = "SELECT analytics.move_stranded($1, $2) > 0 AS worked";
    private static final String DROP_EXPIRED_DAY =
            "SELECT dropped::text, events, refused FROM analytics.drop_expired_day($1 * interval '1 second', $2)";
    private static final String DELETE_EXPIRED_KEYS = "SELECT analytics.forget_event_keys($1) > 0 AS worked";
    private static final String INSPECT = "SELECT days_ahead, stranded, detached FROM analytics.inspect_days($1)";
    private final Vertx vertx;
    private final PostgresClient postgres;
    private final Duration retention;
    private final InstantSource nodeTime;
    /** By the statement of the task. */
    private final Map<String, TaskMeters> tasks;

    private final HourlyWarning clockWarning = new HourlyWarning();
    private final HourlyWarning statusWarning = new HourlyWarning();
    private PartitionStatus status = new PartitionStatus(DAYS_AHEAD, false);
    private long timer;
    private boolean closed;

    public PartitionMaintenance(Vertx vertx, PostgresClient postgres, Duration retention, MeterRegistry meters) {
        this(vertx, postgres, retention, InstantSource.system(), meters);
    }

    /**
     * @param nodeTime the clock of this node, which PostgreSQL compares with its own before it drops anything
     */
    PartitionMaintenance(
            Vertx vertx, PostgresClient postgres, Duration retention, InstantSource nodeTime, MeterRegistry meters) {
        this.vertx = vertx;
        this.postgres = postgres.measure("create_partitions", CREATE_DAYS)
                .measure("move_stranded_events", MOVE_STRANDED)
                .measure("drop_partition", DROP_EXPIRED_DAY)
                .measure("delete_event_keys", DELETE_EXPIRED_KEYS)
                .measure("inspect_partitions", INSPECT);
        this.retention = retention;
        this.nodeTime = nodeTime;
        this.tasks = Map.of(
                CREATE_DAYS, new TaskMeters(meters, "partitions"),
                MOVE_STRANDED, new TaskMeters(meters, "stranded events"),
                DROP_EXPIRED_DAY, new TaskMeters(meters, "expired events"),
                DELETE_EXPIRED_KEYS, new TaskMeters(meters, "event keys"));
    }

    /** Creates the missing partitions, then does the rest in the background until it is closed. Never fails. */
    public Future<Void> start() {
        return createDays().compose(created -> inspect()).onComplete(ready -> runAndScheduleNext());
    }

    /** Each part of a run is a bounded transaction. The result is true if there may be more to do. Never fails. */
    Future<Boolean> runOnce() {
        return hasWorked(MOVE_STRANDED, Tuple.of(BATCH_ROWS, now()))
                .compose(moved -> dropExpiredDay().map(moved))
                .compose(moved ->
                        hasWorked(DELETE_EXPIRED_KEYS, Tuple.of(BATCH_ROWS)).map(deleted -> moved || deleted))
                .compose(worked -> createDays().compose(created -> inspect()).map(worked));
    }

    /** As of the latest inspection. */
    PartitionStatus status() {
        return status;
    }

    /** Does not wait for a run in flight: each of its transactions commits as a whole or not at all. */
    public void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }

    private void runAndScheduleNext() {
        runOnce().onSuccess(this::scheduleNext);
    }

    private void scheduleNext(boolean thereIsMore) {
        if (!closed) {
            timer = vertx.setTimer((thereIsMore ? PAUSE : PERIOD).toMillis(), due -> runAndScheduleNext());
        }
    }

    private Future<Void> createDays() {
        return execute(CREATE_DAYS, Tuple.of(DAYS_AHEAD, now()))
                .onSuccess(attached -> attached.ifPresent(PartitionMaintenance::reportAttached))
                .mapEmpty();
    }

    private Future<Void> dropExpiredDay() {
        return execute(DROP_EXPIRED_DAY, Tuple.of(retention.toSeconds(), now()))
                .onSuccess(rows -> rows.flatMap(Rows::first).ifPresent(this::reportDrop))
                .mapEmpty();
    }

    /** Reads the state of the partitions. Never fails. */
    Future<Void> inspect() {
        return execute(INSPECT, Tuple.of(DAYS_AHEAD))
                .onSuccess(rows -> rows.flatMap(Rows::first).ifPresent(this::reportStatus))
                .mapEmpty();
    }

    private Future<Boolean> hasWorked(String sql, Tuple arguments) {
        return execute(sql, arguments)
                .map(rows -> rows.flatMap(Rows::first)
                        .map(row -> row.getBoolean("worked"))
                        .orElse(false));
    }

    /** Empty if the statement failed, so that the other parts of the run are still executed. */
    private Future<Optional<RowSet<Row>>> execute(String sql, Tuple arguments) {
        var result = postgres.query(sql, arguments);
        return (tasks.containsKey(sql) ? tasks.get(sql).observe(result) : result)
                .onFailure(failure -> reportFailure(failure, sql))
                .map(Optional::of)
                .otherwise(Optional.empty());
    }

    private OffsetDateTime now() {
        return nodeTime.instant().atOffset(ZoneOffset.UTC);
    }

    private void reportFailure(Throwable failure, String sql) {
        if (!closed) {
            LIMITED_LOG.warn(
                    PartitionMaintenance.class,
                    "partition maintenance failed: {} ({})",
                    failure.getMessage(),
                    sql,
                    failure);
        }
    }

    private static void reportAttached(RowSet<Row> days) {
        days.forEach(day -> LOG.warn("the partition of {} was detached and is attached again", day.getString(0)));
    }

    private void reportDrop(Row row) {
        if (row.getString("dropped") != null) {
            LOG.info(
                    "dropped the partition of {} with {} events, which is older than the retention of {} days",
                    row.getString("dropped"),
                    Objects.requireNonNullElse(row.getLong("events"), "an unknown number of"),
                    retention.toDays());
        }
        var refused = row.getString("refused");
        if (refused == null) {
            clockWarning.clear().ifPresent(before -> LOG.info("the clocks of this node and of PostgreSQL agree again"));
        } else if (clockWarning.isDue("clocks")) {
            LOG.warn("expired events are not dropped, because a clock may be wrong: {}", refused);
        }
    }

    private void reportStatus(Row row) {
        status = new PartitionStatus(row.getInteger("days_ahead"), row.getBoolean("stranded"));
        var detached = row.getString("detached");
        if (!status.isAlarming() && detached == null) {
            statusWarning
                    .clear()
                    .ifPresent(before -> LOG.info("the partitions of the events are in order again: {}", status));
        } else if (statusWarning.isDue(status + " " + detached)) {
            LOG.warn(
                    "the partitions of the events need attention: {}, tables of days that are not attached: {}",
                    status,
                    Objects.requireNonNullElse(detached, "none"));
        }
    }
}
