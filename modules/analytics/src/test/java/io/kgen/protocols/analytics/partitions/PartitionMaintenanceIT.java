package io.kgen.protocols.analytics.partitions;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsHarness;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class PartitionMaintenanceIT {

    private static final String DEFAULT = "event_default";

    private final Sandbox sandbox;

    PartitionMaintenanceIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void recreateSchema() {
        sql("DROP SCHEMA IF EXISTS analytics CASCADE");
        AnalyticsHarness.migrate(sandbox);
    }

    @Test
    void startingCreatesPartitionsForTodayAndSevenDaysAhead() {
        try (var analytics = AnalyticsHarness.on(sandbox.postgres(), 1)) {
            assertThat(partitions()).containsExactlyInAnyOrderElementsOf(withDefault(days(0)));

            analytics.callAndAwait(RECORD_EVENT, event());

            assertThat(partitionsWithEvents()).isEqualTo(days(0).subList(0, 1));
        }
    }

    @Test
    void aDayIsADayOfUtcInAnyTimeZoneOfPostgres() {
        var database = sandbox.postgres().database();
        sql("ALTER DATABASE %s SET timezone = 'Pacific/Kiritimati'".formatted(database));
        try {
            AnalyticsHarness.on(sandbox.postgres(), 1).close();
        } finally {
            sql("ALTER DATABASE %s RESET timezone".formatted(database));
        }
        sql("INSERT INTO analytics.event (received_at, issuer, user_id, event_id, attributes)"
                + " SELECT (now() AT TIME ZONE 'UTC')::date::timestamp AT TIME ZONE 'UTC' + moment, 'i', 'u', 'e', '{}'"
                + " FROM unnest(ARRAY[interval '0', interval '24h' - interval '1us']) AS moment");

        assertThat(partitionsWithEvents()).isEqualTo(days(0).subList(0, 1));
    }

    @Test
    void concurrentStartsCreateEachDayOnce() {
        try (var node = AnalyticsHarness.on(sandbox.postgres(), 4);
                var another = AnalyticsHarness.on(sandbox.postgres(), 4)) {
            assertThat(partitions()).containsExactlyInAnyOrderElementsOf(withDefault(days(0)));
            Stream.of(node, another).forEach(analytics -> analytics.callAndAwait(RECORD_EVENT, event()));
        }
        assertThat(partitionsWithEvents()).isEqualTo(days(0).subList(0, 1));
    }

    @Test
    void e10_storesEventsWithoutPartitionsAndMovesThemToTheirDaysLater() {
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            store(10, "now() - interval '9 days' + n * interval '1 day'");
            maintenance.append(event());
            assertThat(partitionsWithEvents()).containsExactly(DEFAULT);
            assertThat(maintenance.inspect())
                    .isEqualTo(new PartitionStatus(0, true))
                    .matches(PartitionStatus::isAlarming);

            maintenance.runUntilDone();

            assertThat(maintenance.inspect()).isEqualTo(new PartitionStatus(PartitionMaintenance.DAYS_AHEAD, false));
            assertThat(partitionsWithEvents()).hasSize(10).doesNotContain(DEFAULT);
            assertThat(sql("SELECT count(*) || ' ' || count(DISTINCT id) FROM analytics.event"))
                    .containsExactly("11 11");
            assertThat(sql("SELECT id::text FROM analytics.event WHERE tableoid::regclass::text"
                            + " <> to_char(received_at AT TIME ZONE 'UTC', '\"analytics.event_\"YYYYMMDD')"))
                    .isEmpty();
        }
    }

    @Test
    void e10_startingMovesStrandedEvents() {
        store(1, "now()");
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres());
                var analytics = AnalyticsHarness.on(sandbox.postgres(), 2)) {
            maintenance.runUntilInOrder();
            analytics.callAndAwait(RECORD_EVENT, event());

            assertThat(sql("SELECT tableoid::regclass::text FROM analytics.event"))
                    .hasSize(2)
                    .containsOnly("analytics." + days(0).get(0));
        }
    }

    @Test
    void e10_movingEventsInGroupsLosesAndDuplicatesNone() {
        store(12_000, "now() - (n % 3) * interval '1 day'");
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres());
                var another = MaintenanceHarness.on(sandbox.postgres());
                var analytics = AnalyticsHarness.on(sandbox.postgres(), 2)) {
            var concurrent = new ArrayList<Future<RecordEventReply>>();
            var rounds = Future.all(maintenance.run(5), another.run(5));
            for (var i = 0; i < 200 || !rounds.isComplete(); i++) {
                concurrent.add(analytics.call(RECORD_EVENT, event()));
                if (i % 20 == 0) {
                    Future.join(concurrent).await();
                }
            }
            Future.all(concurrent).await();
            maintenance.runUntilInOrder();

            var expected = 12_000 + concurrent.size();
            assertThat(sql("SELECT count(*) || ' ' || count(DISTINCT id) FROM analytics.event"))
                    .containsExactly(expected + " " + expected);
            assertThat(partitionsWithEvents()).hasSize(3).doesNotContain(DEFAULT);
        }
    }

    @Test
    void dropsOnlyExpiredDaysOldestFirst() {
        for (var age : List.of(100, 92, 91, 90, 89, 0)) {
            sql("SELECT analytics.make_event_day((now() AT TIME ZONE 'UTC')::date - %d)".formatted(age));
        }
        store(6, "now() - (ARRAY[100, 92, 91, 90, 89, 0])[n] * interval '1 day'");
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            for (var left : List.of("92 91 90 89 0", "91 90 89 0", "90 89 0", "90 89 0")) {
                maintenance.runUntilDone();
                assertThat(sql("SELECT string_agg(round(extract(epoch FROM now() - received_at) / 86400)::text, ' '"
                                + " ORDER BY received_at) FROM analytics.event"))
                        .containsExactly(left);
                sql("UPDATE analytics.maintenance SET dropped_at = dropped_at - interval '1 hour'");
            }
        }
    }

    @Test
    void deletesOnlyKeysOlderThanSevenDays() {
        sql("INSERT INTO analytics.event_key (id, content, recorded_at)"
                + " SELECT lpad(n::text, 32, '0')::uuid, gen_random_uuid(), now() - interval '7 days' + (n - 11000) * interval '1 minute'"
                + " FROM generate_series(1, 12000) AS n");
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            maintenance.runUntilDone();

            assertThat(sql("SELECT min(right(id::text, 5)) || ' ' || count(*) FROM analytics.event_key"))
                    .containsExactly("11001 1000");
        }
    }

    @Test
    void onlyOneNodeAtATimeRunsMaintenance() throws SQLException {
        var key = UUID.randomUUID().toString();
        sql("INSERT INTO analytics.event_key VALUES ('%1$s', '%1$s', now() - interval '8 days')".formatted(key));
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres());
                var node = TestSql.connect(sandbox.postgres())) {
            node.setAutoCommit(false);
            node.createStatement().execute("SELECT analytics.try_upkeep()");
            maintenance.runUntilDone();
            assertThat(sql("SELECT id::text FROM analytics.event_key")).containsExactly(key);

            node.rollback();
            maintenance.runUntilDone();
            assertThat(sql("SELECT id FROM analytics.event_key")).isEmpty();
        }
    }

    /** Stores events; the time of receipt may depend on their number {@code n}, which starts at one. */
    private void store(int count, String receivedAt) {
        sql("INSERT INTO analytics.event (received_at, issuer, user_id, event_id, attributes)"
                + " SELECT %s, 'i', 'u', 'e', '{}' FROM generate_series(1, %d) AS n".formatted(receivedAt, count));
    }

    private List<String> partitions() {
        return sql(
                "SELECT relname FROM pg_partition_tree('analytics.event') JOIN pg_class ON oid = relid WHERE isleaf");
    }

    private List<String> partitionsWithEvents() {
        return sql("SELECT DISTINCT relname FROM analytics.event JOIN pg_class ON pg_class.oid = event.tableoid");
    }

    /** The partitions from {@code first} days after today to the last day ahead. */
    private List<String> days(int first) {
        return IntStream.rangeClosed(first, PartitionMaintenance.DAYS_AHEAD)
                .mapToObj(ahead -> sql(
                        "SELECT to_char((now() AT TIME ZONE 'UTC')::date + %d, '\"event_\"YYYYMMDD')".formatted(ahead)))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> withDefault(List<String> days) {
        return Stream.concat(days.stream(), Stream.of(DEFAULT)).toList();
    }

    private List<String> sql(String sql) {
        return TestSql.rows(sandbox.postgres(), sql);
    }

    private static RecordEvent event() {
        return new RecordEvent(new PlayerId("issuer", "user"), "login", Attributes.NONE);
    }
}
