package io.kgen.protocols.bridge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kgen.protocols.bridge.BridgeFixture;
import io.kgen.protocols.bridge.limits.Budgets;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E85: the memory that a frame needs is estimated before it is parsed. */
class FrameWeightTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ITEMS = 20_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[[[]]]",
                "{\"a\":{}}",
                "{\"a\":1}",
                "{\"a\":\"\"}",
                "0",
                "1234567",
                "12345678901",
                "0.1",
                "123456789012345678901234567890",
                "true",
                "null",
                "\"\"",
                "\"a\"",
                "\"\\n\"",
                "\"\u0444\"",
                "\"an ordinary text that is a little longer\""
            })
    void isNotLessThanTheMemoryOfTheTree(String item) {
        assertEstimated(list(i -> item));
    }

    @Test
    void isNotLessForManyNames() {
        assertEstimated("{" + items(i -> "\"n" + i + "\":0") + "}");
        assertEstimated("{" + items(i -> "\"\u0444" + i + "\":\"" + i + "\"") + "}");
    }

    @Test
    void isNotLessForLongText() {
        assertEstimated("{\"a\":\"" + "x".repeat(500_000) + "\"}");
        assertEstimated("{\"a\":\"" + "\\u0444".repeat(80_000) + "\"}");
        assertEstimated("{\"a\":\"" + "\\\"".repeat(80_000) + "\"}");
        assertEstimated("{\"" + "x".repeat(40_000) + "\":1}");
    }

    @Test
    void isSmallForAnOrdinaryRequestAndForWhiteSpace() {
        var request = BridgeFixture.find("r1");
        assertThat(weight(request)).isLessThan(2_000);
        assertThat(weight(request + " ".repeat(1_000_000))).isEqualTo(weight(request));
        var batch = "{\"events\":["
                + IntStream.range(0, 500)
                        .mapToObj(i -> "{\"issuer\":\"demo\",\"userId\":\"1\",\"eventId\":\"e\",\"attributes\":{"
                                + IntStream.range(0, 64)
                                        .mapToObj(a -> "\"name" + a + "\":\"value " + a + "\"")
                                        .collect(Collectors.joining(","))
                                + "}}")
                        .collect(Collectors.joining(","))
                + "]}";
        assertThat(weight(batch)).isLessThan(maxFrameWeight());
    }

    @Test
    void isDefinedForATruncatedFrame() {
        var json = "{\"a\":[\"\\\\\\\"\",{\"b\":\"\\u0444\"}]}";
        IntStream.range(0, json.length())
                .forEach(end -> assertThat(weight(json.substring(0, end))).isNotNegative());
    }

    private static long maxFrameWeight() {
        return new Budgets(200, BridgeFixture.PRINCIPALS.all(), BridgeFixture.HEAP).maxFrameWeight();
    }

    /** Parsing allocates several times the memory of the tree, because Jackson copies text and digits. */
    private static void assertEstimated(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        InboundFrame.parse(bytes);
        var before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        var frame = InboundFrame.parse(bytes);
        var allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(frame.body()).isNull();
        assertThat(4 * FrameWeight.of(bytes) + 64 * 1024)
                .as("weight %d of %d bytes, allocated %d", FrameWeight.of(bytes), bytes.length, allocated)
                .isGreaterThan(allocated);
    }

    private static String list(Function<Integer, String> item) {
        return "{\"x\":[" + items(item) + "]}";
    }

    private static String items(Function<Integer, String> item) {
        return IntStream.range(0, ITEMS).boxed().map(item).collect(Collectors.joining(","));
    }

    private static long weight(String json) {
        return FrameWeight.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
