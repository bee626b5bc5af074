package io.kgen.protocols.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxIT {

    @TempDir
    private Path directory;

    @Test
    void bothServersReply() throws SQLException {
        try (var sandbox = Sandbox.temporary()) {
            assertThat(Probe.sql(sandbox, "SELECT current_setting('server_version_num')::int / 10000"))
                    .isEqualTo("18");
            assertThat(Probe.redis(sandbox, "INFO server")).contains("redis_version:7.");
        }
    }

    @Test
    void closingATemporarySandboxStopsTheServersAndDeletesTheFiles() throws SQLException {
        var sandbox = Sandbox.temporary();
        var files = Path.of(Probe.redisDirectory(sandbox));
        assertThat(files).isDirectory();

        sandbox.close();

        assertThatThrownBy(() -> Probe.sql(sandbox, "SELECT 1")).isInstanceOf(SQLException.class);
        assertThat(Probe.redis(sandbox, "PING")).isEmpty();
        assertThat(files.getParent()).doesNotExist();
    }

    @Test
    void theRoleIsNotASuperuserAndOwnsItsDatabase() throws SQLException {
        try (var sandbox = Sandbox.temporary()) {
            assertThat(Probe.sql(sandbox, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            assertThat(Probe.sql(sandbox, "CREATE SCHEMA users; SELECT 'created'"))
                    .isEqualTo("created");
        }
    }

    @Test
    void keepsDurableDataAcrossARestart() throws SQLException {
        try (var sandbox = Sandbox.at(directory)) {
            assertThat(Probe.sql(sandbox, "SHOW fsync")).isEqualTo("on");
            assertThat(Probe.sql(sandbox, "SHOW synchronous_commit")).isEqualTo("on");
            Probe.sql(sandbox, "CREATE TABLE kept AS SELECT 42 AS answer; SELECT 1");
            Probe.redis(sandbox, "SET kept 42");
        }
        try (var sandbox = Sandbox.at(directory)) {
            assertThat(Probe.sql(sandbox, "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(Probe.redis(sandbox, "GET kept")).contains("42");
        }
    }

    @Test
    void replacesTheServersOfAKilledSandboxAndKeepsTheirData() throws Exception {
        var predecessor = Predecessor.start(directory);
        predecessor.kill();
        var orphans = daemons().map(Daemon::process).toList();
        assertThat(orphans).hasSize(2).allSatisfy(server -> assertThat(server).isPresent());

        try (var sandbox = Sandbox.at(directory)) {
            assertThat(Probe.sql(sandbox, "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(Probe.redis(sandbox, "PING")).contains("PONG");
            assertThat(daemons().map(Daemon::process).toList()).doesNotContainAnyElementsOf(orphans);
        }
        assertThat(daemons().anyMatch(Daemon::isRunning)).isFalse();
    }

    @Test
    void doesNotStopAnUnrelatedProcessWithTheRecordedPid() throws Exception {
        Files.createDirectories(directory.resolve("redis"));
        var unrelated = new ProcessBuilder("sleep", "60").start();
        Files.writeString(directory.resolve("redis/redis.pid"), unrelated.pid() + "\n");
        try (var sandbox = Sandbox.at(directory)) {
            assertThat(Probe.redis(sandbox, "PING")).contains("PONG");
            assertThat(unrelated.isAlive()).isTrue();
        } finally {
            unrelated.destroy();
        }
    }

    @Test
    void repeatsAnInterruptedInitialization() throws Exception {
        Files.createDirectories(directory.resolve("postgres/data"));
        Files.writeString(directory.resolve("postgres/data/PG_VERSION"), "18\n");
        try (var sandbox = Sandbox.at(directory)) {
            assertThat(Probe.sql(sandbox, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void startsOnAnotherPortIfThePortIsInUse() {
        try (var other = PostgresServer.start(directory.resolve("other"), Durability.TEMPORARY);
                var postgres = PostgresServer.start(directory.resolve("postgres"), Durability.TEMPORARY, port(other))) {
            assertThat(port(postgres)).isNotEqualTo(port(other));
        }
    }

    @Test
    void rejectsADirectoryThatIsInUse() throws SQLException {
        try (var sandbox = Sandbox.at(directory)) {
            assertThatThrownBy(() -> Sandbox.at(directory))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining(directory.toString());
            assertThatThrownBy(() -> Sandbox.wipe(directory)).isInstanceOf(SandboxException.class);
            assertThat(Probe.sql(sandbox, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void wipingDeletesAllData() throws SQLException {
        try (var sandbox = Sandbox.at(directory)) {
            Probe.sql(sandbox, "CREATE TABLE kept AS SELECT 42 AS answer; SELECT 1");
        }
        Sandbox.wipe(directory);
        try (var sandbox = Sandbox.at(directory)) {
            assertThat(Probe.sql(sandbox, "SELECT to_regclass('kept') IS NULL")).isEqualTo("t");
        }
    }

    private static int port(PostgresServer postgres) {
        return postgres.database("some").port();
    }

    private Stream<Daemon> daemons() throws IOException {
        var root = directory.toRealPath();
        return Stream.of(RedisServer.daemon(root.resolve("redis")), PostgresServer.daemon(root.resolve("postgres")));
    }
}
