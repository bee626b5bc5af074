package io.kgen.protocols.analytics.events;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsHarness;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys stored in full keep their meaning after the migration to digests. */
@ExtendWith(SandboxExtension.class)
class KeyMigrationIT {

    private static final String IN_FULL = "5";

    @Test
    void e01_aKeyFromBeforeTheMigrationIsStillADuplicate(Sandbox sandbox) {
        migrateTo(IN_FULL, sandbox);
        store(sandbox, "ısşüer", "üser 😀", "a-key", "now()");
        store(sandbox, "issuer", "user", "key", "now() - interval '8 days'");

        try (var analytics = AnalyticsHarness.on(sandbox)) {
            var existing = event("ısşüer", "üser 😀", "a-key", "{\"a\":\"ä\"}");
            assertThat(analytics.callAndAwait(RECORD_EVENT, existing).status()).isEqualTo(WriteStatus.DUPLICATE);
            assertThat(analytics.failureOf(RECORD_EVENT, event("ısşüer", "üser 😀", "a-key", "{}")))
                    .isEqualTo(FailureCode.CONFLICT);
            var expired = event("issuer", "user", "key", "{\"a\":\"ä\"}");
            assertThat(analytics.callAndAwait(RECORD_EVENT, expired).status()).isEqualTo(WriteStatus.STORED);
        }
    }

    private static void migrateTo(String version, Sandbox sandbox) {
        var postgres = sandbox.postgres();
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .schemas("analytics")
                .locations("classpath:db/analytics")
                .target(version)
                .load()
                .migrate();
    }

    private static void store(Sandbox sandbox, String issuer, String userId, String key, String recordedAt) {
        TestSql.rows(sandbox.postgres(), """
                INSERT INTO analytics.event_key (issuer, user_id, key, content, recorded_at)
                VALUES ('%s', '%s', '%s', sha256('login'::bytea || '\\x00' || convert_to('{"a":"ä"}', 'UTF8') || '\\x00'), %s)
                """.formatted(issuer, userId, key, recordedAt));
    }

    private static RecordEvent event(String issuer, String userId, String key, String attributes) {
        return RecordEvent.builder(new PlayerId(issuer, userId), "login")
                .attributes(Attributes.parse(attributes))
                .key(key)
                .build();
    }
}
