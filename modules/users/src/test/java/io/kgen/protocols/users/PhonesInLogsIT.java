package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logs of the product and of libraries, at any level, and errors contain no phone number. */
@ExtendWith(SandboxExtension.class)
class PhonesInLogsIT {

    private static final String SECRET_DIGITS = "76543210";
    private static final String NUMBER = "+49 176 " + SECRET_DIGITS;

    private final List<String> errors = new ArrayList<>();

    @Test
    void e73_logsAndErrorsContainNoPhoneNumber(Sandbox sandbox) {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA));
        var player = new PlayerId("issuer", "user");
        var another = new PlayerId("issuer", "another");
        try (var log = Log.capture();
                var users = UsersHarness.start(sandbox)) {
            Await.result(users.link(player, NUMBER));
            users.awaitCached(player);
            errors.add(Await.failure(users.link(another, NUMBER)).toString());
            errors.add(Await.failure(users.link(player, NUMBER + "1")).toString());
            errors.add(Await.failure(users.link(player, SECRET_DIGITS)).toString());
            errors.add(Await.failure(users.link(player, NUMBER, "XX", false)).toString());
            linkWhileRedisHangs(sandbox, users, player);
            failWhilePostgresHangs(sandbox, users, another);

            assertThat(errors).hasSize(6).noneMatch(text -> text.contains(SECRET_DIGITS));
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("users.linked-number.link is unavailable"))
                    .noneMatch(line -> line.contains(SECRET_DIGITS));
        }
    }

    private static void linkWhileRedisHangs(Sandbox sandbox, UsersHarness users, PlayerId player) {
        sandbox.redisServer().pause();
        try {
            Await.result(users.replace(player, NUMBER + "1"));
            users.phone(player);
        } finally {
            sandbox.redisServer().resume();
        }
    }

    private void failWhilePostgresHangs(Sandbox sandbox, UsersHarness users, PlayerId player) {
        sandbox.postgresServer().pause();
        try {
            errors.add(Await.failure(users.link(player, NUMBER + "2")).toString());
            errors.add(Await.failure(users.find(player)).toString());
        } finally {
            sandbox.postgresServer().resume();
        }
    }
}
