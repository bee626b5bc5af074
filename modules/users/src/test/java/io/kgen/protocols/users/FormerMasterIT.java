package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.RedisServer;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node writes an invalidation to a former master. */
@ExtendWith(SandboxExtension.class)
class FormerMasterIT {

    private static final String OLD_NUMBER = "+49 176 10000001";
    private static final String NEW_NUMBER = "+49 176 20000001";

    /** Closes all other connections and requires a password, so that only this test can connect. */
    private static final String LOCK = "CONFIG SET requirepass secret\r\nCLIENT KILL TYPE normal SKIPME yes";

    private static final String AUTHENTICATE = "AUTH secret\r\n";
    private static final String UNLOCK = AUTHENTICATE + "CONFIG SET requirepass \"\"";

    private final PlayerId player = new PlayerId("issuer", "user");
    private final String entry = CacheKey.of(player).text();
    private final Sandbox sandbox;
    private final RedisServer redis;

    FormerMasterIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.redis = sandbox.redisServer();
    }

    @Test
    void e20_repeatsAnInvalidationOfAFormerMasterOnTheNewMaster() {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA));
        try (var users = UsersHarness.start(sandbox)) {
            Await.result(users.link(player, OLD_NUMBER));
            users.awaitCached(player);
            var old = redis.execute("GET " + entry).lines().skip(1).findFirst().orElseThrow();
            Await.result(users.replace(player, NEW_NUMBER));
            try {
                assertThat(redis.execute(LOCK)).startsWith("+OK");
                fillAfterAFailover(old);
            } finally {
                redis.execute(UNLOCK);
            }

            Await.until(() -> !redis.execute("GET " + entry).contains(OLD_NUMBER));
            users.awaitCached(player);
            assertThat(users.phone(player)).isEqualTo(NEW_NUMBER);
        }
    }

    /** Simulates a node that read PostgreSQL before the change and fills a new master without the last writes. */
    private void fillAfterAFailover(String old) {
        assertThat(redis.execute(AUTHENTICATE + "REPLICAOF 127.0.0.1 1\r\nREPLICAOF NO ONE"))
                .isEqualTo("+OK\r\n+OK\r\n+OK");
        assertThat(redis.execute(AUTHENTICATE + "FLUSHALL\r\nSET " + entry + " \"" + old.replace("\0", "\\x00") + "\""))
                .isEqualTo("+OK\r\n+OK\r\n+OK");
    }
}
