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

/** Partitions that somebody detached or dropped by hand, and events that fit into none. */
@ExtendWith(SandboxExtension.class)
class DetachedDaysIT {

    private final Sandbox sandbox;

    DetachedDaysIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void migrateAnew() {
        sql("DROP SCHEMA IF EXISTS analytics CASCADE");
        sql("DROP TABLE IF EXISTS public.archive");
        AnalyticsHarness.migrate(sandbox);
    }

    @Test
    void e10_aPartitionOfTodayThatWasDetachedIsAttachedAgainWithAllEvents() {
        try (var upkeep = Upkeep.on(sandbox.postgres())) {
            upkeep.untilDone();
            upkeep.append(event("before"));
            sql("ALTER TABLE analytics.event DETACH PARTITION analytics." + today());
            upkeep.append(event("meanwhile"));
            assertThat(upkeep.inspected()).matches(PartitionStatus::isAlarming);

            upkeep.untilDone();
            upkeep.append(event("after"));

            assertThat(eventsOf(today())).containsExactlyInAnyOrder("before", "meanwhile", "after");
            assertThat(upkeep.inspected()).isEqualTo(new PartitionStatus(PartitionMaintenance.AHEAD, false));
        }
    }

    @Test
    void e10_aPartitionOfTodayThatWasDetachedBeforeAnyEventCameIsAttachedAgain() {
        try (var upkeep = Upkeep.on(sandbox.postgres())) {
            upkeep.untilDone();
            sql("ALTER TABLE analytics.event DETACH PARTITION analytics." + today());
            upkeep.untilDone();
            upkeep.append(event("after"));

            assertThat(eventsOf(today())).containsExactly("after");
        }
    }

    @Test
    void e10_aPartitionOfTodayThatWasDroppedIsMadeAgain() {
        try (var upkeep = Upkeep.on(sandbox.postgres())) {
            upkeep.untilDone();
            sql("DROP TABLE analytics." + today());
            upkeep.append(event("meanwhile"));
            upkeep.untilDone();

            assertThat(eventsOf(today())).containsExactly("meanwhile");
            assertThat(upkeep.inspected()).isEqualTo(new PartitionStatus(PartitionMaintenance.AHEAD, false));
        }
    }

    @Test
    void e10_eventsWhoseTableCannotBeAttachedStayVisibleAreAlarmedOfAndNotMovedForEver() {
        try (var upkeep = Upkeep.on(sandbox.postgres())) {
            upkeep.untilDone();
            sql("ALTER TABLE analytics.event DETACH PARTITION analytics." + today());
            sql("ALTER TABLE analytics." + today() + " DROP COLUMN attributes");
            upkeep.append(event("one"));
            upkeep.append(event("two"));

            upkeep.untilDone();
            assertThat(eventsOf("event")).containsExactlyInAnyOrder("one", "two");
            assertThat(upkeep.inspected()).matches(PartitionStatus::isAlarming);
            var places = sql("SELECT tableoid || ctid::text FROM analytics.event");
            upkeep.round();
            upkeep.round();
            assertThat(sql("SELECT tableoid || ctid::text FROM analytics.event"))
                    .as("nothing is moved again")
                    .isEqualTo(places);

            sql("DROP TABLE analytics." + today());
            sql("UPDATE analytics.event_day_blocked SET try_again_at = now()");
            upkeep.untilDone();
            assertThat(eventsOf(today())).containsExactlyInAnyOrder("one", "two");
            assertThat(upkeep.inspected()).isEqualTo(new PartitionStatus(PartitionMaintenance.AHEAD, false));
        }
    }

    @Test
    void e10_aTableThatIsAPartitionOfAnArchiveIsLeftThereAndItsEventsStayVisible() {
        try (var upkeep = Upkeep.on(sandbox.postgres())) {
            upkeep.untilDone();
            sql("CREATE TABLE public.archive (LIKE analytics.event) PARTITION BY RANGE (received_at)");
            sql("ALTER TABLE analytics.event DETACH PARTITION analytics." + today());
            sql("ALTER TABLE public.archive ATTACH PARTITION analytics." + today()
                    + " FOR VALUES FROM ('2000-01-01') TO ('3000-01-01')");
            upkeep.append(event("one"));

            upkeep.untilDone();

            assertThat(eventsOf("event")).containsExactly("one");
            assertThat(upkeep.inspected()).matches(PartitionStatus::isAlarming);
        }
    }

    @Test
    void e10_eventsWithATimeThatHasNoDayStayInTheDefaultAndKeepNoOthersThere() {
        try (var upkeep = Upkeep.on(sandbox.postgres())) {
            for (var time : List.of("infinity", "-infinity", "12000-01-01", "0001-01-01 BC", "1999-12-31")) {
                sql("INSERT INTO analytics.event (received_at, issuer, user_id, event_id, attributes)" + " VALUES ('"
                        + time + "', 'i', 'u', '" + time + "', '{}')");
            }
            upkeep.append(event("today"));

            upkeep.untilDone();

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
