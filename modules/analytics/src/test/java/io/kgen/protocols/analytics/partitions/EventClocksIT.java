package io.kgen.protocols.analytics.partitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsHarness;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Maintenance under wrong clocks (E88). The tests replace the function that returns the time of PostgreSQL. */
@ExtendWith(SandboxExtension.class)
class EventClocksIT {

    private static final Duration AHEAD = Duration.ofDays(100);
    private static final Duration BEHIND = AHEAD.negated();

    private final Sandbox sandbox;

    EventClocksIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void recreateSchema() {
        sql("DROP SCHEMA IF EXISTS analytics CASCADE");
        AnalyticsHarness.migrate(sandbox);
        storeEvents(0, 1, 2, 80, 89);
        sql("INSERT INTO analytics.event_key (id, content, recorded_at)"
                + " SELECT gen_random_uuid(), gen_random_uuid(), now() - n * interval '1 day'"
                + " FROM generate_series(0, 6) AS n");
    }

    @Test
    void e88_deletesNothingIfTheClockOfPostgresJumps() {
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            maintenance.runUntilDone();
            for (var offset : List.of("100 days", "-100 days", "36500 days", "2 days", "-2 days")) {
                setServerClock(offset);
                runSeveralTimes(maintenance);
                assertNothingIsDeleted();
                assertThat(keyHorizonInDays()).as(offset).isBetween(6, 7);
            }
            setServerClock("0 days");
            runSeveralTimes(maintenance);
            assertNothingIsDeleted();
            assertThat(maintenance.inspect().isAlarming()).isFalse();
        }
    }

    @Test
    void e88_deletesNothingIfTheClockOfANodeIsWrong() {
        for (var offset : List.of(AHEAD, BEHIND, Duration.ofDays(2), Duration.ofDays(-2))) {
            storeEvents(95);
            try (var wrong = MaintenanceHarness.on(sandbox.postgres(), offset)) {
                runSeveralTimes(wrong);
                assertThat(days()).contains(95);
                assertNothingIsDeleted();
            }
        }
        try (var right = MaintenanceHarness.on(sandbox.postgres())) {
            runSeveralTimes(right);
            assertThat(days()).doesNotContain(95);
            assertNothingIsDeleted();
        }
    }

    @Test
    void e88_deletesNothingIfBothClocksJump() {
        try (var right = MaintenanceHarness.on(sandbox.postgres());
                var ahead = MaintenanceHarness.on(sandbox.postgres(), AHEAD);
                var behind = MaintenanceHarness.on(sandbox.postgres(), BEHIND)) {
            right.runUntilDone();
            setServerClock("100 days");
            storeEvents(-100);
            runSeveralTimes(ahead);
            assertNothingIsDeleted();
            setServerClock("0 days");
            runSeveralTimes(right);
            assertNothingIsDeleted();
            setServerClock("-100 days");
            right.append(event());
            storeEvent(100);
            runSeveralTimes(behind);
            assertNothingIsDeleted();
            setServerClock("0 days");
            runSeveralTimes(right);
            advanceTime("2 hours");
            runSeveralTimes(right);

            assertNothingIsDeleted();
            assertThat(days()).as("received while the clocks were wrong").contains(-100, 100);
        }
    }

    @Test
    void e88_createsNoPartitionsUnderAWrongClockButStoresEvents() {
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            maintenance.runUntilDone();
            var before = partitions();
            setServerClock("100 days");
            storeEvent(-100);
            runSeveralTimes(maintenance);
            assertThat(partitions()).isEqualTo(before);
            assertThat(maintenance.inspect()).matches(PartitionStatus::isAlarming);

            setServerClock("0 days");
            maintenance.runUntilInOrder();

            assertThat(days()).contains(-100);
            assertNothingIsDeleted();
        }
    }

    @Test
    void e88_retentionWorksDespiteEventsInTheFuture() {
        storeEvents(-100, 95);
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            runSeveralTimes(maintenance);

            assertThat(days()).contains(-100).doesNotContain(95);
            assertNothingIsDeleted();
        }
    }

    @Test
    void e88_dropsNothingWhileTheNewestEventIsOld() {
        sql("TRUNCATE analytics.event");
        storeEvents(92, 95, 99);
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            runSeveralTimes(maintenance);
            assertThat(days()).contains(92, 95, 99);

            maintenance.append(event());
            runSeveralTimes(maintenance);
            assertThat(days()).contains(92, 95).doesNotContain(99);
        }
    }

    @Test
    void e88_dropsOneDayPerHourForAnyNumberOfNodesAndRestarts() {
        storeEvents(91, 92, 93, 94);
        for (var node = 0; node < 3; node++) {
            try (var maintenance = MaintenanceHarness.on(sandbox.postgres());
                    var another = MaintenanceHarness.on(sandbox.postgres())) {
                runSeveralTimes(maintenance);
                runSeveralTimes(another);
            }
        }
        assertThat(days()).contains(91, 92, 93).doesNotContain(94);

        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            advanceTime("61 minutes");
            runSeveralTimes(maintenance);
            assertThat(days()).contains(91, 92).doesNotContain(93);
        }
        assertNothingIsDeleted();
    }

    @Test
    void e88_aNodeOfThePreviousVersionDropsAtMostOneDayPerHour() {
        storeEvents(91, 92, 93);
        for (var i = 0; i < 5; i++) {
            sql("SELECT analytics.drop_event_day(interval '90 days')");
        }

        assertThat(days()).contains(91, 92).doesNotContain(93);
        assertNothingIsDeleted();
    }

    @Test
    void e88_maintainsAnEmptyTable() {
        sql("TRUNCATE analytics.event");
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            maintenance.runUntilDone();
            setServerClock("100 days");
            runSeveralTimes(maintenance);
            setServerClock("0 days");
            maintenance.runUntilDone();
            maintenance.append(event());
        }
        assertThat(days()).containsExactly(0);
    }

    @Test
    void e88_deletesExpiredKeysUnderARightClock() {
        sql("INSERT INTO analytics.event_key VALUES (gen_random_uuid(), gen_random_uuid(), now() - interval '8 days')");
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            maintenance.runUntilDone();
        }

        assertNothingIsDeleted();
        assertThat(sql("SELECT 1 FROM analytics.event_key WHERE recorded_at < now() - interval '7 days'"))
                .isEmpty();
    }

    private void assertNothingIsDeleted() {
        assertThat(days()).contains(0, 1, 2, 80, 89);
        assertThat(sql("SELECT id FROM analytics.event_key")).hasSize(7);
    }

    /** A run drops at most one day, so several runs are necessary. */
    private static void runSeveralTimes(MaintenanceHarness maintenance) {
        maintenance.run(3).await();
    }

    private int keyHorizonInDays() {
        return Integer.parseInt(
                sql("SELECT floor(extract(epoch FROM now() - analytics.key_horizon()) / 86400)::int::text")
                        .get(0));
    }

    private void setServerClock(String offset) {
        sql("CREATE OR REPLACE FUNCTION analytics.maintenance_time() RETURNS timestamptz LANGUAGE sql VOLATILE"
                + " RETURN clock_timestamp() + interval '" + offset + "'");
    }

    /** Moves the times that maintenance has stored into the past. */
    private void advanceTime(String by) {
        sql(
                "UPDATE analytics.maintenance SET seen_at = seen_at - '%1$s'::interval, dropped_at = dropped_at - '%1$s'::interval,"
                                .formatted(by)
                        + " steady_since = steady_since - '%1$s'::interval".formatted(by));
    }

    /** Stores one event for each age in days, in the partition of its day. */
    private void storeEvents(int... ages) {
        IntStream.of(ages).forEach(age -> {
            sql("SELECT analytics.make_event_day((now() AT TIME ZONE 'UTC')::date - %d)".formatted(age));
            storeEvent(age);
        });
    }

    /** Stores an event in the partition of its day if it exists, otherwise in the default partition. */
    private void storeEvent(int age) {
        sql("INSERT INTO analytics.event (received_at, issuer, user_id, event_id, attributes)"
                + " VALUES (now() - %d * interval '1 day', 'i', 'u', 'e', '{}')".formatted(age));
    }

    /** The ages of the events in days. */
    private List<Integer> days() {
        return sql("SELECT round(extract(epoch FROM now() - received_at) / 86400)::int::text FROM analytics.event")
                .stream()
                .map(Integer::valueOf)
                .toList();
    }

    private List<String> partitions() {
        return sql("SELECT relid::regclass::text FROM pg_partition_tree('analytics.event') ORDER BY 1");
    }

    private List<String> sql(String sql) {
        return TestSql.rows(sandbox.postgres(), sql);
    }

    private static RecordEvent event() {
        return new RecordEvent(new PlayerId("issuer", "user"), "login", Attributes.NONE);
    }
}
