package io.kgen.protocols.bridge;

import static io.kgen.protocols.bridge.BridgeFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E62 with random frames; the seeds are fixed, so each run sends the same ones. */
class BridgeFuzzIT {

    private static final int FRAMES = 500;

    private static final List<String> NAMES =
            List.of("type", "address", "replyAddress", "headers", "body", "send", "failureCode");
    private static final List<String> TYPES = List.of("send", "register", "unregister", "publish", "auth", "ping");
    private static final List<String> VALUES = List.of(
            "null",
            "5",
            "-1",
            "1e999999999",
            "true",
            "\"\"",
            "\"x\"",
            "[]",
            "{}",
            "[1]",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"users.linked-number.find\"",
            "\"users.linked-number.changed\"",
            "\"send\"",
            "\"message\"",
            "\"pong\"",
            "{\"issuer\":\"demo\",\"userId\":\"1234\"}",
            "{\"timeout\":-1}",
            "{\"timeout-ms\":\"9\"}",
            "{\"a\":{}}");

    private final BridgeFixture bridge = BridgeFixture.start();

    @AfterEach
    void stop() {
        bridge.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void e62_anyJsonLeavesTheConnectionUsable(long seed) {
        var random = new Random(seed);
        var client = bridge.connect(ALICE);
        for (var i = 0; i < FRAMES; i++) {
            assertStaysUsable(client, frame(random).getBytes(StandardCharsets.UTF_8), i);
        }
        client.close();
        bridge.awaitReleased();
    }

    @Test
    void e62_anyBytesInAFrameLeaveTheConnectionUsable() {
        var random = new Random(4);
        var client = bridge.connect(ALICE);
        for (var i = 0; i < FRAMES; i++) {
            var bytes = frame(random).getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            assertStaysUsable(client, bytes, i);
        }
        client.close();
        bridge.awaitReleased();
    }

    /** Asserts that the next frame gets a response of its own, whether or not the frame is an error. */
    private static void assertStaysUsable(Client client, byte[] frame, int number) {
        var probe = "probe-" + number;
        client.send(frame).send("{\"type\":\"probe\",\"replyAddress\":\"" + probe + "\"}");
        var said = client.receive();
        while (!probe.equals(said.getString("address"))) {
            assertThat(said.getString("message")).isNotEqualTo("internal");
            said = client.receive();
        }
    }

    private static String frame(Random random) {
        var fields = IntStream.range(1, NAMES.size())
                .filter(i -> random.nextBoolean())
                .mapToObj(i -> ",\"" + NAMES.get(i) + "\":" + VALUES.get(random.nextInt(VALUES.size())))
                .collect(Collectors.joining());
        var type = random.nextInt(4) == 0
                ? VALUES.get(random.nextInt(VALUES.size()))
                : "\"" + TYPES.get(random.nextInt(TYPES.size())) + "\"";
        return "{\"type\":" + type + fields + "}";
    }
}
