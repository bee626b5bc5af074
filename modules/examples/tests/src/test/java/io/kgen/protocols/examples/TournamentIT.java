package io.kgen.protocols.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.sandbox.Ports;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged example in its own JVM, with a real node of the platform. */
@ExtendWith(SandboxExtension.class)
class TournamentIT {

    private static final Pattern PLAYER = Pattern.compile("linked a number to player (\\S+)");

    @AutoClose
    private static PlatformNode node;

    private final Sandbox sandbox;

    TournamentIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeAll
    static void start(Sandbox sandbox) {
        node = PlatformNode.start(sandbox);
    }

    @Test
    void joinsLinksRecordsCorrectsRetriesReadsAndReceives() throws Exception {
        var run = Run.with(Map.of("CLUSTER_NAME", PlatformNode.CLUSTER, "CLUSTER_MEMBERS", node.address()));

        var player = player(run);
        assertThat(run.output().lines())
                .containsExactly(
                        "linked a number to player " + player,
                        "received: the number of player " + player + " was linked",
                        "result: stored",
                        "the same again: duplicate",
                        "its correction: corrected",
                        "the first, late: stale",
                        "event: stored",
                        "the same again: duplicate",
                        "history: Tournament Won, staked 100, won 450.50",
                        "summary: played 1, won 1, net 350.50");
        assertThat(run.exitCode()).isZero();
        assertThat(stored("SELECT user_id FROM users.linked_number WHERE user_id = ?", player))
                .hasSize(1);
        assertThat(stored(
                        "SELECT revision || ' ' || amount_won FROM analytics.participation WHERE user_id = ?", player))
                .containsExactly("2 450.50");
        assertThat(stored("SELECT event_id FROM analytics.event WHERE user_id = ?", player))
                .containsExactly("tournament.finished");
    }

    @Test
    void failsWithAMessageIfNoNodeIsRunning() throws Exception {
        var unused = "127.0.0.1:" + Ports.free();

        var run = Run.with(Map.of("CLUSTER_NAME", PlatformNode.CLUSTER, "CLUSTER_MEMBERS", unused));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("tournament: none of [" + unused + "] is running");
    }

    @Test
    void isRejectedWithAnotherClusterName() throws Exception {
        var run = Run.with(Map.of("CLUSTER_NAME", "another", "CLUSTER_MEMBERS", node.address()));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("their cluster has another name").doesNotContain(PlatformNode.CLUSTER);
    }

    private static String player(Run run) {
        var line = PLAYER.matcher(run.output());
        assertThat(line.find()).as(run.output()).isTrue();
        return line.group(1);
    }

    private List<String> stored(String sql, String player) {
        return TestSql.rows(sandbox.postgres(), sql, player);
    }
}
