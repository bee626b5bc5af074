package io.kgen.protocols.app;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.BridgeClient;
import io.kgen.protocols.app.support.CapturedLog;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.TestSql;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A line about a request has its id, its operation and its caller as fields, wherever the request came from. */
@PlatformTest(configuration = """
        bridge:
          enabled: true
          port: 0
          principals:
            - name: tournament
              token: the-token-of-a-client-in-another-language
              send: [users.linked-number.find]
        """)
class LogFieldsIT {

    private static final String BRIDGE_TOKEN = "the-token-of-a-client-in-another-language";
    private static final String OPERATION = "users.linked-number.find";

    @BeforeAll
    static void breakTheOperation(Sandbox sandbox) throws SQLException {
        try (var postgres = TestSql.connect(sandbox.postgres());
                var statement = postgres.createStatement()) {
            statement.execute("ALTER TABLE users.linked_number RENAME TO linked_number_gone");
        }
    }

    @Test
    void ofAnHttpRequest(RunningPlatform platform) {
        try (var log = CapturedLog.open()) {
            var answer =
                    platform.send(Request.linkedNumber().by(token("1")).with("X-Request-Id", "request-of-a-player"));

            assertThat(answer.status()).isEqualTo(500);
            assertHasFields(log, "request-of-a-player", "issuer:" + ISSUER);
        }
    }

    @Test
    void ofAFrameOfTheBridge(RunningPlatform platform) throws IOException {
        try (var log = CapturedLog.open();
                var client = new BridgeClient(platform.bridgePort().getAsInt(), BRIDGE_TOKEN)) {
            var reply = client.exchange("""
                    {"type":"send","address":"%s","body":{"issuer":"demo","userId":"1"},"replyAddress":"r",
                    "headers":{"token":"T","request-id":"request-of-a-service"}}
                    """.formatted(OPERATION));

            assertThat(reply).contains("\"failureCode\":500");
            assertHasFields(log, "request-of-a-service", "service:tournament");
        }
    }

    private static void assertHasFields(CapturedLog log, String requestId, String caller) {
        assertThat(log.objects()).anySatisfy(line -> {
            assertThat(line.getString("message")).isEqualTo(OPERATION + " failed");
            assertThat(line.getString("requestId")).isEqualTo(requestId);
            assertThat(line.getString("operation")).isEqualTo(OPERATION);
            assertThat(line.getString("caller")).isEqualTo(caller);
        });
        assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("requestId=\"" + requestId + "\""));
    }
}
