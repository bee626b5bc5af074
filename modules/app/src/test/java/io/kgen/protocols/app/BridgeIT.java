package io.kgen.protocols.app;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.BridgeClient;
import io.kgen.protocols.app.support.CapturedLog;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The product over its TCP bridge. The bridge module tests the handling of invalid input. */
@ExtendWith(SandboxExtension.class)
class BridgeIT {

    private static final String BRIDGE_TOKEN = "the-token-of-a-client-in-another-language";
    private static final String NUMBER = "+491701234567";

    /** The captured frames of the npm client {@code vertx3-tcp-eventbus-client} with a token of this test. */
    private static final List<String> NPM_CLIENT = List.of(
            "{\"type\":\"ping\"}",
            "{\"type\":\"register\",\"address\":\"users.linked-number.changed\",\"headers\":{\"token\":\"T\"}}",
            "{\"type\":\"send\",\"address\":\"users.linked-number.link\",\"headers\":{\"token\":\"T\"},\"body\":{\"issuer\":\"demo\",\"userId\":\"1\",\"phone\":\"+491701234567\"},\"replyAddress\":\"3ed44b54-5905-46eb-be8f-09606321a43a\"}",
            "{\"type\":\"send\",\"address\":\"users.linked-number.find\",\"headers\":{\"timeout-ms\":\"10000\",\"token\":\"T\"},\"body\":{\"issuer\":\"demo\",\"userId\":\"2\"},\"replyAddress\":\"9a498597-65e0-4c9f-aa14-1f7d27705df1\"}",
            "{\"type\":\"publish\",\"address\":\"x\",\"headers\":{\"token\":\"T\"},\"body\":{\"a\":1}}",
            "{\"type\":\"unregister\",\"address\":\"users.linked-number.changed\",\"headers\":{\"token\":\"T\"}}",
            "{\"type\":\"ping\"}");

    @AutoClose
    private static RunningPlatform platform;

    @BeforeAll
    static void start(Sandbox sandbox, @TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("bridge.yaml"), """
                bridge:
                  enabled: true
                  port: 0
                  principals:
                    - name: client
                      token: %s
                      send: [users.linked-number.find, users.linked-number.link, analytics.event.record,
                        analytics.events.record, analytics.participation.record, analytics.participation.history]
                      subscribe: [users.linked-number.changed]
                """.formatted(BRIDGE_TOKEN));
        platform = RunningPlatform.on(sandbox, file);
    }

    @Test
    void acceptsTheFramesOfTheNpmClientUnchanged() throws IOException {
        try (var client = client()) {
            assertThat(client.exchange(NPM_CLIENT.get(0))).isEqualTo("{\"type\":\"pong\"}");
            client.send(NPM_CLIENT.get(1)).send(NPM_CLIENT.get(2));
            var linked = new ArrayList<>(List.of(client.receive(), client.receive()));
            assertThat(linked)
                    .anySatisfy(frame -> assertThat(frame)
                            .contains("\"address\":\"users.linked-number.changed\"", "\"change\":\"linked\"")
                            .doesNotContain(NUMBER))
                    .anySatisfy(frame -> assertThat(frame)
                            .contains(
                                    "\"address\":\"3ed44b54-5905-46eb-be8f-09606321a43a\"",
                                    "\"linkedPhone\":\"" + NUMBER + "\""));
            assertThat(client.exchange(NPM_CLIENT.get(3)))
                    .contains("\"type\":\"err\"", "9a498597-65e0-4c9f-aa14-1f7d27705df1", "\"failureCode\":404");
            assertThat(client.exchange(NPM_CLIENT.get(4))).contains("access_denied");
            client.send(NPM_CLIENT.get(5));
            assertThat(client.exchange(NPM_CLIENT.get(6))).isEqualTo("{\"type\":\"pong\"}");
        }
    }

    @Test
    void e13_everyDigitOfAnEventIsStored() throws IOException {
        var attributes =
                "{\"d\":0.1000000000000000055,\"min\":-9223372036854775808,\"max\":9223372036854775807,\"z\":1.10}";
        try (var client = client()) {
            assertThat(client.call("analytics.event.record", event("single", attributes)))
                    .contains("\"status\":\"stored\"");
            assertThat(client.call("analytics.events.record", "{\"events\":[" + event("batched", attributes) + "]}"))
                    .contains("\"status\":\"stored\"");
            assertThat(client.call("analytics.event.record", event("large", "{\"d\":9223372036854775808}")))
                    .contains("\"failureCode\":400", "attributes/d must be");
        }
        assertThat(platform.sql("SELECT attributes::text FROM analytics.event WHERE user_id = 'bridged'"))
                .containsExactly(attributes, attributes);
    }

    @Test
    void e13_everyDigitOfAnAmountIsReturned() throws IOException {
        try (var client = client()) {
            assertThat(client.call("analytics.participation.record", """
                    {"issuer":"%s","userId":"bridged","source":"s","sourceId":"1","type":"Tournament","typeValue":5,
                    "result":"Won","mode":"Quick","buyInStake":0.1000000000000000055,"amountWon":1E+2}""".formatted(ISSUER)))
                    .contains("\"status\":\"stored\"");
            assertThat(client.call(
                            "analytics.participation.history",
                            "{\"issuer\":\"" + ISSUER + "\",\"userId\":\"bridged\"}"))
                    .contains("\"buyInStake\":0.1000000000000000055", "\"amountWon\":100", "\"typeValue\":5");
        }
        assertThat(platform.send(Request.history("").by(token("bridged"))).text())
                .contains("\"buyInStake\":0.1000000000000000055");
    }

    @Test
    void e73_neitherTokensNorNumbersReachTheLog() throws IOException {
        try (var log = CapturedLog.open()) {
            try (var client = client()) {
                client.call(
                        "users.linked-number.link",
                        "{\"issuer\":\"demo\",\"userId\":\"9\",\"phone\":\"" + NUMBER + "0\"}");
                client.call("users.linked-number.link", "{\"phone\":\"" + NUMBER + "\"}");
                client.exchange("{\"" + NUMBER);
                client.exchange("{\"type\":\"ping\",\"token\":\"" + BRIDGE_TOKEN + "x\"}");
            }
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("rejected a token"))
                    .noneMatch(line -> line.contains(BRIDGE_TOKEN))
                    .noneMatch(line -> line.contains(NUMBER));
        }
    }

    @Test
    void isDisabledByDefault(Sandbox sandbox) {
        try (var other = RunningPlatform.on(sandbox)) {
            assertThat(other.bridgePort()).isEmpty();
        }
    }

    private static BridgeClient client() throws IOException {
        return new BridgeClient(platform.bridgePort().orElseThrow(), BRIDGE_TOKEN);
    }

    private static String event(String id, String attributes) {
        return "{\"issuer\":\"%s\",\"userId\":\"bridged\",\"eventId\":\"%s\",\"attributes\":%s}"
                .formatted(ISSUER, id, attributes);
    }
}
