package io.kgen.protocols.app.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.BridgeClient;
import io.kgen.protocols.app.support.ContractClient;
import io.kgen.protocols.app.support.LoadRequest;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.RedisHits;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TcpProxy;
import io.kgen.protocols.sandbox.TestSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes without a cluster. The node that changes a number is killed between its commit and its invalidation. */
@ExtendWith(SandboxExtension.class)
class KilledWriterIT {

    private static final long LONGEST_STALENESS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String TOKEN = "the-token-of-the-service-that-links-numbers";
    private static final String OLD_NUMBER = "+49 176 10000001";
    private static final String NEW_NUMBER = "+49 176 20000001";

    @TempDir
    private Path directory;

    private final Sandbox sandbox;

    KilledWriterIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @RepeatedTest(3)
    void e26_theOtherNodeServesTheNewNumber500MillisecondsAfterTheCommit() throws Exception {
        try (var redis = TcpProxy.to(sandbox.redis().port());
                var writer = NodeProcess.start(writerEnvironment(redis));
                var reader = NodeProcess.start(NodeProcess.environment(sandbox))) {
            var readerPort = reader.awaitHttpPort();
            writer.awaitHttpPort();
            var bridgePort = Integer.parseInt(writer.awaitLine("bridge on .*:(\\d+)"));
            try (var service = new BridgeClient(bridgePort, TOKEN)) {
                assertThat(service.exchange(link(OLD_NUMBER))).contains(OLD_NUMBER);
                RedisHits.await(sandbox, readerPort, LoadRequest.lookup("player"));
                redis.hold();

                service.send(link(NEW_NUMBER));
                Await.until(() -> numberInPostgres().equals(NEW_NUMBER));
                var committedAt = System.nanoTime();
                writer.kill();

                assertServesNewNumber(readerPort, committedAt);
            }
        }
    }

    /** Every lookup that starts later than the promised delay must find the new number, even on a slow machine. */
    private static void assertServesNewNumber(int port, long committedAt) {
        var player = PlayerToken.of(LoadRequest.ISSUER, "player").signedBy(NodeProcess.SECRET);
        var client = new ContractClient(port);
        Await.until(() -> {
            var startedAt = System.nanoTime();
            var response = client.send(Request.linkedNumber().by(player));
            var isNew = response.json().getString("LinkedPhone").equals(NEW_NUMBER);
            assertThat(isNew || startedAt - committedAt < LONGEST_STALENESS_NANOS)
                    .as("new within 500 ms")
                    .isTrue();
            return isNew && System.nanoTime() - committedAt > 2 * LONGEST_STALENESS_NANOS;
        });
    }

    /** The invalidation hangs in the network to Redis and does not time out before the process is killed. */
    private Map<String, String> writerEnvironment(TcpProxy redis) throws IOException {
        var file = Files.writeString(directory.resolve("bridge.yaml"), """
                bridge:
                  enabled: true
                  port: 0
                  principals:
                    - { name: service, token: "%s", send: [users.linked-number.link] }
                """.formatted(TOKEN));
        var environment = NodeProcess.environment(sandbox);
        environment.put("PLATFORM_CONFIG", file.toString());
        environment.put("PLATFORM_REDIS_PORT", Integer.toString(redis.port()));
        environment.put("PLATFORM_REDIS_TIMEOUT", "60s");
        return environment;
    }

    private String numberInPostgres() {
        return TestSql.rows(
                        sandbox.postgres(),
                        "SELECT phone FROM users.linked_number WHERE issuer = ?",
                        LoadRequest.ISSUER)
                .get(0);
    }

    private static String link(String phone) {
        return """
                {"type":"send","address":"users.linked-number.link","replyAddress":"r","headers":{"token":"T"},\
                "body":{"issuer":"%s","userId":"player","phone":"%s","replace":true}}""".formatted(LoadRequest.ISSUER, phone);
    }
}
