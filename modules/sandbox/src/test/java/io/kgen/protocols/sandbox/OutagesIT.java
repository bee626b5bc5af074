package io.kgen.protocols.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class OutagesIT {

    private final Sandbox sandbox;

    OutagesIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void redisHangsWhilePausedAndRepliesWhenResumed() {
        Probe.redis(sandbox, "SET paused yes");
        sandbox.redisServer().pause();
        try {
            assertThat(Probe.redis(sandbox, "GET paused")).isEqualTo(Probe.HANGS);
        } finally {
            sandbox.redisServer().resume();
        }
        assertThat(Probe.redis(sandbox, "GET paused")).contains("yes");
    }

    @Test
    void redisRefusesConnectionsWhenStoppedAndRestartsEmptyOnTheSamePort() {
        Probe.redis(sandbox, "SET stopped yes");
        sandbox.redisServer().stop();
        assertThat(Probe.redis(sandbox, "PING")).isEmpty();

        sandbox.redisServer().start();

        assertThat(Probe.redis(sandbox, "EXISTS stopped")).isEqualTo(":0");
    }

    @Test
    void redisIsEmptyAfterAFlush() {
        Probe.redis(sandbox, "SET flushed yes");
        sandbox.redisServer().flush();
        assertThat(Probe.redis(sandbox, "DBSIZE")).isEqualTo(":0");
    }

    @Test
    void postgresHangsWhilePausedAndRepliesWhenResumed() throws SQLException {
        sandbox.postgresServer().pause();
        try {
            assertThatThrownBy(() -> Probe.sql(sandbox, "SELECT 1")).isInstanceOf(SQLException.class);
        } finally {
            sandbox.postgresServer().resume();
        }
        assertThat(Probe.sql(sandbox, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void injectsADatabaseNamedAfterTheTestClass(Sandbox injected) throws SQLException {
        assertThat(injected).isSameAs(sandbox);
        assertThat(Probe.sql(sandbox, "SELECT current_database()")).isEqualTo("outagesit");
    }
}
