package io.kgen.protocols.analytics.partitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsHarness;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Maintenance after an operator detached or dropped a partition, and events without a partition. */
@ExtendWith(SandboxExtension.class)
class DetachedDaysIT {

    private final Sandbox sandbox;

    DetachedDaysIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void recreateSchema() {
        sql("DROP SCHEMA IF EXISTS analytics CASCADE");
        sql("DROP TABLE IF EXISTS public.archive");
        AnalyticsHarness.migrate(sandbox);
    }

    @Test
    void e10_attachesADetachedPartitionOfTodayWithAllEvents() {
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            maintenance.runUntilDone();
            maintenance.append(event("before"));
            sql("ALTER TABLE analytics.event DETACH PARTITION analytics." + today());
            maintenance.append(event("meanwhile"));
            assertThat(maintenance.inspect()).matches(PartitionStatus::isAlarming);

            maintenance.runUntilDone();
            maintenance.append(event("after"));

            assertThat(eventsOf(today())).containsExactlyInAnyOrder("before", "meanwhile", "after");
            assertThat(maintenance.inspect()).isEqualTo(new PartitionStatus(PartitionMaintenance.DAYS_AHEAD, false));
        }
    }

    @Test
    void e10_attachesAnEmptyDetachedPartitionOfToday() {
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            maintenance.runUntilDone();
            sql("ALTER TABLE analytics.event DETACH PARTITION analytics." + today());
            maintenance.runUntilDone();
            maintenance.append(event("after"));

            assertThat(eventsOf(today())).containsExactly("after");
        }
    }

    @Test
    void e10_recreatesADroppedPartitionOfToday() {
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            maintenance.runUntilDone();
            sql("DROP TABLE analytics." + today());
            maintenance.append(event("meanwhile"));
            maintenance.runUntilDone();

            assertThat(eventsOf(today())).containsExactly("meanwhile");
            assertThat(maintenance.inspect()).isEqualTo(new PartitionStatus(PartitionMaintenance.DAYS_AHEAD, false));
        }
    }

    @Test
    void e10_anUnattachableTableRaisesAnAlarmAndItsEventsStayVisible() {
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            maintenance.runUntilDone();
            sql("ALTER TABLE analytics.event DETACH PARTITION analytics." + today());
            sql("ALTER TABLE analytics." + today() + " DROP COLUMN attributes");
            maintenance.append(event("one"));
            maintenance.append(event("two"));

            maintenance.runUntilDone();
            assertThat(eventsOf("event")).containsExactlyInAnyOrder("one", "two");
            assertThat(maintenance.inspect()).matches(PartitionStatus::isAlarming);
            var rowLocations = sql("SELECT tableoid || ctid::text FROM analytics.event");
            maintenance.runOnce();
            maintenance.runOnce();
            assertThat(sql("SELECT tableoid || ctid::text FROM analytics.event"))
                    .as("row locations after further runs")
                    .isEqualTo(rowLocations);

            sql("DROP TABLE analytics." + today());
            sql("UPDATE analytics.event_day_blocked SET try_again_at = now()");
            maintenance.runUntilDone();
            assertThat(eventsOf(today())).containsExactlyInAnyOrder("one", "two");
            assertThat(maintenance.inspect()).isEqualTo(new PartitionStatus(PartitionMaintenance.DAYS_AHEAD, false));
        }
    }

    @Test
    void e10_keepsATableThatIsAPartitionOfAnArchive() {
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            maintenance.runUntilDone();
            sql("CREATE TABLE public.archive (LIKE analytics.event) PARTITION BY RANGE (received_at)");
            sql("ALTER TABLE analytics.event DETACH PARTITION analytics." + today());
            sql("ALTER TABLE public.archive ATTACH PARTITION analytics." + today()
                    + " FOR VALUES FROM ('2000-01-01') TO ('3000-01-01')");
            maintenance.append(event("one"));

            maintenance.runUntilDone();

            assertThat(eventsOf("event")).containsExactly("one");
            assertThat(maintenance.inspect()).matches(PartitionStatus::isAlarming);
        }
    }

    @Test
    void e10_onlyEventsWithATimeWithoutADayStayInTheDefaultPartition() {
        try (var maintenance = MaintenanceHarness.on(sandbox.postgres())) {
            for (var time : List.of("infinity", "-infinity", "12000-01-01", "0001-01-01 BC", "1999-12-31")) {
                sql("INSERT INTO analytics.event (received_at, issuer, user_id, event_id, attributes)" + " VALUES ('"
                        + time + "', 'i', 'u', '" + time + "', '{}')");
            }
            maintenance.append(event("today"));

            maintenance.runUntilDone();

            assertThat(eventsOf(today())).containsExactly("today");
            assertThat(eventsOf("event_19991231")).containsExactly("1999-12-31");
            assertThat(eventsOf("event_default"))
                    .containsExactlyInAnyOrder("infinity", "-infinity", "12000-01-01", "0001-01-01 BC");
            assertThat(sql("SELECT to_regclass('analytics.event_stranded')::text"))
                    .containsOnlyNulls();
        }
    }

    private List<String> eventsOf(String table) {
        return sql("SELECT event_id FROM analytics." + table);
    }

    private String today() {
        return sql("SELECT to_char(now() AT TIME ZONE 'UTC', '\"event_\"YYYYMMDD')")
                .get(0);
    }

    private List<String> sql(String sql) {
        return TestSql.rows(sandbox.postgres(), sql);
    }

    private static RecordEvent event(String eventId) {
        return new RecordEvent(new PlayerId("issuer", "user"), eventId, Attributes.NONE);
    }
}
