package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class EventDaysIT {

    private static final String DEFAULT = "event_default";

    private final Sandbox sandbox;

    EventDaysIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void migrateAnew() {
        sql("DROP SCHEMA IF EXISTS analytics CASCADE");
        Deployed.migrate(sandbox);
    }

    @Test
    void startingMakesTodayAndSevenDaysAheadBesideTheDefault() {
        try (var analytics = Deployed.on(sandbox.postgres(), 1)) {
            assertThat(partitions()).containsExactlyInAnyOrderElementsOf(withDefault(days(0)));

            analytics.ask(RECORD_EVENT, event());

            assertThat(partitionsWithEvents()).isEqualTo(days(0).subList(0, 1));
        }
    }

    @Test
    void aDayIsADayOfUtcWhereverPostgresIs() {
        var database = sandbox.postgres().database();
        sql("ALTER DATABASE %s SET timezone = 'Pacific/Kiritimati'".formatted(database));
        try {
            Deployed.on(sandbox.postgres(), 1).close();
        } finally {
            sql("ALTER DATABASE %s RESET timezone".formatted(database));
        }
        sql("INSERT INTO analytics.event (received_at, issuer, user_id, event_id, attributes)"
                + " SELECT (now() AT TIME ZONE 'UTC')::date::timestamp AT TIME ZONE 'UTC' + moment, 'i', 'u', 'e', '{}'"
                + " FROM unnest(ARRAY[interval '0', interval '24h' - interval '1us']) AS moment");

        assertThat(partitionsWithEvents()).isEqualTo(days(0).subList(0, 1));
    }

    @Test
    void instancesAndNodesThatStartTogetherMakeEachDayOnce() {
        try (var node = Deployed.on(sandbox.postgres(), 4);
                var another = Deployed.on(sandbox.postgres(), 4)) {
            assertThat(partitions()).containsExactlyInAnyOrderElementsOf(withDefault(days(0)));
            Stream.of(node, another).forEach(analytics -> analytics.ask(RECORD_EVENT, event()));
        }
        assertThat(partitionsWithEvents()).isEqualTo(days(0).subList(0, 1));
    }

    @Test
    void e10_aDayWhoseEventsAreInTheDefaultPartitionIsLeftOutAndNothingFails() {
        sql("INSERT INTO analytics.event (issuer, user_id, event_id, attributes) VALUES ('i', 'u', 'e', '{}')");
        try (var analytics = Deployed.on(sandbox.postgres(), 1)) {
            assertThat(partitions()).containsExactlyInAnyOrderElementsOf(withDefault(days(1)));

            analytics.ask(RECORD_EVENT, event());

            assertThat(sql("SELECT tableoid::regclass::text FROM analytics.event"))
                    .containsExactly("analytics." + DEFAULT, "analytics." + DEFAULT);
        }
    }

    private List<String> partitions() {
        return sql(
                "SELECT relname FROM pg_partition_tree('analytics.event') JOIN pg_class ON oid = relid WHERE isleaf");
    }

    private List<String> partitionsWithEvents() {
        return sql("SELECT DISTINCT relname FROM analytics.event JOIN pg_class ON pg_class.oid = event.tableoid");
    }

    /** From that many days after today to the last of the days ahead. */
    private List<String> days(int first) {
        return IntStream.rangeClosed(first, EventDays.AHEAD)
                .mapToObj(ahead -> sql(
                        "SELECT to_char((now() AT TIME ZONE 'UTC')::date + %d, '\"event_\"YYYYMMDD')".formatted(ahead)))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> withDefault(List<String> days) {
        return Stream.concat(days.stream(), Stream.of(DEFAULT)).toList();
    }

    private List<String> sql(String sql) {
        return Deployed.sql(sandbox.postgres(), sql);
    }

    private static RecordEvent event() {
        return new RecordEvent("issuer", "user", "login", Attributes.NONE);
    }
}
