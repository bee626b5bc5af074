package io.kgen.protocols.app;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.STORE;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.app.support.Scrape;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node counts when it is used. Each test asserts by how much the meters grow. */
@PlatformTest
class MetricsIT {

    private static final String FIND = "users.linked-number.find";
    private static final String RECORD = "analytics.event.record";

    private final RunningPlatform platform;

    MetricsIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void aPlayerWithoutANumberIsAnOutcomeOfItsOwn() {
        var before = platform.scrape();

        assertThat(platform.send(Request.linkedNumber().by(token("nobody"))).error())
                .isEqualTo("RECORD_NOT_FOUND");

        var after = platform.scrape();
        assertThat(growth(before, after, "bus_calls_total", "operation", FIND, "outcome", "not_found"))
                .isEqualTo(1);
        assertThat(growth(before, after, "bus_handled_total", "operation", FIND, "outcome", "not_found"))
                .isEqualTo(1);
        assertThat(growth(before, after, "bus_calls_total", "operation", FIND)).isEqualTo(1);
        assertThat(growth(before, after, "bus_call_duration_seconds_count", "operation", FIND))
                .isEqualTo(1);
        assertThat(growth(before, after, "cache_lookups_total")).isEqualTo(1);
    }

    @Test
    void countsEventsByWhatHasBecomeOfThem() {
        var before = platform.scrape();
        var first = Request.drop("counted", "{\"a\":1}").by(token("counted")).with("Idempotency-Key", "key");
        var other = Request.drop("counted", "{\"a\":2}").by(token("counted")).with("Idempotency-Key", "key");

        assertThat(platform.send(first).status()).isEqualTo(200);
        assertThat(platform.send(first).status()).isEqualTo(200);
        assertThat(platform.send(other).status()).isEqualTo(409);

        var after = platform.scrape();
        assertThat(growth(before, after, "events_total", "result", "stored")).isEqualTo(1);
        assertThat(growth(before, after, "events_total", "result", "duplicate")).isEqualTo(1);
        assertThat(growth(before, after, "events_total", "result", "conflict")).isEqualTo(1);
        assertThat(growth(before, after, "events_group_size_count")).isEqualTo(3);
        assertThat(growth(
                        before, after, "postgres_statement_duration_seconds_count", "statement", "append_events_once"))
                .isEqualTo(3);
        assertThat(growth(before, after, "bus_calls_total", "operation", RECORD, "outcome", "conflict"))
                .isEqualTo(1);
        assertThat(after.value("events_backlog_rows")).isZero();
        assertThat(after.value("events_backlog_age_seconds")).isZero();
    }

    @Test
    void countsCodes() {
        platform.link(ISSUER, "shopper", "9876510099");
        var before = platform.scrape();
        var url = platform.send(Request.redirect().by(token("shopper"))).json().getString("url");
        var code = url.substring((STORE + "?code=").length());

        assertThat(platform.send(Request.redeem(code)).status()).isEqualTo(200);
        assertThat(platform.send(Request.redeem(code)).status()).isEqualTo(400);

        var after = platform.scrape();
        assertThat(growth(before, after, "kstore_codes_issued_total")).isEqualTo(1);
        assertThat(growth(before, after, "kstore_codes_redeemed_total")).isEqualTo(1);
        assertThat(growth(before, after, "kstore_codes_refused_total", "reason", "unknown"))
                .isEqualTo(1);
    }

    @Test
    void periodicTasksReportTheirLastSuccess() {
        for (var task : new String[] {"partitions", "event keys", "invalidation", "invalidation log", "audit log"}) {
            Await.until(() -> platform.scrape().value("task_last_success_timestamp_seconds", "task", task)
                    > platform.scrape().value("process_start_time_seconds"));
        }
        Await.until(() -> platform.scrape().value("cache_usable") == 1);
        assertThat(platform.scrape().sum("postgres_connections")).isPositive();
        assertThat(platform.scrape().sum("redis_connections")).isPositive();
    }

    @Test
    void withoutMetricsThePageIsNotFoundAndRequestsWork(@TempDir Path directory, Sandbox sandbox) throws IOException {
        var file = Files.writeString(directory.resolve("off.yaml"), "metrics: { enabled: false }\n");
        try (var off = RunningPlatform.on(sandbox, file)) {
            assertThat(off.send(Request.drop("event", "{}").by(token("player"))).status())
                    .isEqualTo(200);
            assertThat(off.scrape().metrics()).isEmpty();
        }
    }

    private static double growth(Scrape before, Scrape after, String series, String... labels) {
        return after.sum(series, labels) - before.sum(series, labels);
    }
}
