package io.kgen.protocols.app.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.ContractClient;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import java.io.IOException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log of the packaged jar when every request fails. */
@ExtendWith(SandboxExtension.class)
class RepeatedFailureIT {

    private static final int REQUESTS = 300;
    private static final int FEW = 20;

    private static final Pattern FAILED = Pattern.compile("users.linked-number.find failed");

    @Test
    void aFailureOfEveryRequestDoesNotLogEveryRequest(Sandbox sandbox) throws IOException, SQLException {
        String log;
        try (var node = NodeProcess.start(NodeProcess.environment(sandbox))) {
            var client = new ContractClient(node.awaitHttpPort());
            try (var postgres = TestSql.connect(sandbox.postgres());
                    var statement = postgres.createStatement()) {
                statement.execute("ALTER TABLE users.linked_number RENAME TO linked_number_gone");
            }

            for (var n = 0; n < REQUESTS; n++) {
                assertThat(client.send(Request.linkedNumber().by(token("player-" + n)))
                                .error())
                        .isEqualTo("INTERNAL");
            }

            node.terminate();
            log = node.log();
        }

        assertThat(FAILED.matcher(log).results().count()).isBetween(1L, (long) FEW);
    }

    private static String token(String player) {
        return PlayerToken.of("issuer", player).signedBy(NodeProcess.SECRET);
    }
}
