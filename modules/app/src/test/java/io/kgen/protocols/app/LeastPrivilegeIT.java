package io.kgen.protocols.app;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.app.support.ParticipationBuilder;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.postgres.MigrationConfig;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.sandbox.PostgresAddress;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxException;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose role owns nothing, on a database that the owner migrated. */
@ExtendWith(SandboxExtension.class)
class LeastPrivilegeIT {

    private static final String ROLE = "platform service";
    private static final String PASSWORD = "platform_service";

    private static Sandbox sandbox;
    private static PostgresConfig owner;
    private static PostgresAddress service;
    private static RunningPlatform platform;

    @BeforeAll
    static void start(Sandbox started, @TempDir Path directory) throws Exception {
        sandbox = started;
        owner = AppConfig.readPostgres(null, sandbox.environment());
        service = sandbox.postgres().withUser(ROLE, PASSWORD);
        sandbox.postgresServer().execute("CREATE ROLE \"%s\" LOGIN PASSWORD '%s'".formatted(ROLE, PASSWORD));
        assertThatExceptionOfType(StartupException.class)
                .as("before the migration")
                .isThrownBy(() -> Migrations.check(owner.withUser(ROLE, new Secret(PASSWORD))))
                .withMessageMatching(
                        "cannot use PostgreSQL at .*: the schema audit lacks 1 migrations .*run `migrate`.*");
        // Twice, as with every later version.
        Migrations.run(new MigrationConfig(owner, true, ROLE));
        Migrations.run(new MigrationConfig(owner, true, ROLE));
        var file = directory.resolve("node.yaml");
        Files.writeString(file, "postgres: { migrate: false, user: \"%s\", password: %s }".formatted(ROLE, PASSWORD));
        platform = RunningPlatform.on(sandbox, file);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void everyOperationWorks() {
        var player = new PlayerId(ISSUER, "player");
        platform.link(ISSUER, "player", "9876540001");
        platform.link(ISSUER, "player", "9876540001");
        assertThat(platform.send(Request.linkedNumber().by(token("player"))).status())
                .isEqualTo(200);
        assertThat(platform.send(Request.drop("event", "{}").by(token("player")))
                        .status())
                .isEqualTo(200);
        for (var status : List.of(200, 200)) {
            assertThat(platform.send(Request.drop("event", "{}")
                                    .by(token("player"))
                                    .with("Idempotency-Key", "key"))
                            .status())
                    .isEqualTo(status);
        }
        platform.call(
                AnalyticsOperations.RECORD_PARTICIPATION,
                ParticipationBuilder.by("player", "match").request());
        assertThat(platform.send(Request.history("").by(token("player"))).status())
                .isEqualTo(200);
        var url = platform.send(Request.redirect().by(token("player"))).json().getString("url");
        assertThat(platform.send(Request.redeem(url.substring(url.indexOf("code=") + 5)))
                        .status())
                .isEqualTo(200);
        assertThat(platform.call(UsersOperations.UNLINK_NUMBER, new UnlinkNumber(player))
                        .unlinked())
                .isTrue();
        platform.link(ISSUER, "player", "9876540002");
        platform.send(Request.redirect().by(token("player")));
        for (var erase : List.of(KStoreOperations.ERASE, UsersOperations.ERASE, AnalyticsOperations.ERASE)) {
            assertThat(platform.call(erase, new ErasePlayer(player)).erased())
                    .as(erase.toString())
                    .isPositive();
        }
        assertThat(owned("SELECT action FROM audit.entry ORDER BY id"))
                .containsSubsequence("number.link", "number.unlink", "number.link", "player.erase");
    }

    @Test
    void partitionsAreCreatedMovedAndDropped() {
        assertThat(asService("SELECT days_ahead::text FROM analytics.inspect_days(7)"))
                .as("created by the start of the node")
                .containsExactly("7");
        owned("SELECT analytics.make_event_day('2020-01-01')::text");
        owned("INSERT INTO analytics.event (received_at, issuer, user_id, event_id, attributes)"
                + " VALUES ('2020-02-02', 'i', 'u', 'stranded', '{}'), (now(), 'i', 'u', 'now', '{}')");

        asService("SELECT analytics.move_stranded(100, now())::text");
        // The node does the same at any time.
        assertThat(owned("SELECT tableoid::regclass::text FROM analytics.event WHERE event_id = 'stranded'"))
                .containsExactly("analytics.event_20200202");
        asService("SELECT dropped::text FROM analytics.drop_expired_day('90 days', now())");

        assertThat(owned("SELECT to_regclass('analytics.event_20200101')::text"))
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit.entry SET actor = 'x'",
                "DELETE FROM audit.entry",
                "TRUNCATE audit.entry",
                "INSERT INTO audit.entry (actor, action, details) VALUES ('x', 'x', '{}')",
                "ALTER TABLE audit.entry DISABLE TRIGGER ALL",
                "DROP TABLE users.linked_number",
                "TRUNCATE users.linked_number",
                "ALTER TABLE users.linked_number ADD COLUMN x text",
                "CREATE TABLE users.x ()",
                "CREATE TABLE public.x ()",
                "CREATE SCHEMA x",
                "CREATE ROLE x",
                "DROP TABLE analytics.event_default",
                "DELETE FROM analytics.event",
                "SELECT FROM analytics.event_default",
                "DELETE FROM users.flyway_schema_history",
                "SELECT rolname FROM pg_authid",
                "SELECT pg_read_file('/etc/passwd')",
                "SET ROLE platform"
            })
    void refusesWhatTheServiceDoesNotNeed(String sql) {
        assertThatThrownBy(() -> asService(sql))
                .isInstanceOf(SandboxException.class)
                .cause()
                .hasMessageMatching("(?s)ERROR: (permission denied|must be owner) .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT analytics.drop_expired_day('0 days', now())::text",
                "SELECT analytics.drop_expired_day(NULL, now())::text",
                "SELECT analytics.create_days(100000, now())::text",
                "SELECT analytics.create_days(7, 'infinity')::text",
                "SELECT analytics.erase_events_of_player('analytics.participation'::regclass, 0, 1, 'i', 'u')::text",
                "SELECT analytics.erase_events_of_player('pg_class'::regclass, 0, 1, 'i', 'u')::text",
                "SELECT audit.delete_expired('1 day', now(), 10)::text"
            })
    void functionsThatRunAsTheOwnerCheckTheirArguments(String sql) {
        assertThatThrownBy(() -> asService(sql))
                .isInstanceOf(SandboxException.class)
                .cause()
                .hasMessageStartingWith("ERROR: ")
                .hasMessageNotContaining("permission denied");
    }

    @Test
    void theRoleOwnsNothing() {
        assertThat(owned("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = '" + ROLE + "'"))
                .isEmpty();
    }

    @Test
    void aRoleThatDoesNotExistOrIsTheOwnerIsRejected() {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Migrations.run(new MigrationConfig(owner, true, "nobody")))
                .withMessageContaining("the role nobody does not exist");
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Migrations.run(new MigrationConfig(owner, true, owner.user())))
                .withMessageContaining("another role than the one that migrates");
    }

    private static List<String> asService(String sql) {
        return TestSql.rows(service, sql);
    }

    private static List<String> owned(String sql) {
        return TestSql.rows(sandbox.postgres(), sql);
    }
}
