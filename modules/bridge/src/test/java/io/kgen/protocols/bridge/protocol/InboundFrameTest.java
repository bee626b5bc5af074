package io.kgen.protocols.bridge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.Caller;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboundFrameTest {

    private static final Caller CALLER = Caller.service("tournament");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "null",
                "[]",
                "\"text\"",
                "5",
                "{\"type\":\"ping\"} {}",
                "{\"type\":\"ping\",\"type\":\"send\"}",
                "{\"type\":\"ping\" /* comment */}",
                "{'type':'ping'}",
                "{\"type\":\"\0\"}",
                "\uFEFF{\"type\":\"ping\"}",
                "{\"n\":NaN}"
            })
    void rejectsTextThatIsNotAJsonObject(String json) {
        assertThatThrownBy(() -> parse(json)).hasMessage("invalid_json");
    }

    @Test
    void rejectsBytesThatAreNotUtf8() {
        for (var bytes : List.of(
                new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xFF})) {
            var frame = new byte[bytes.length + 8];
            System.arraycopy("{\"x\":\"".getBytes(StandardCharsets.UTF_8), 0, frame, 0, 6);
            System.arraycopy(bytes, 0, frame, 6, bytes.length);
            System.arraycopy("\"}".getBytes(StandardCharsets.UTF_8), 0, frame, 6 + bytes.length, 2);
            assertThatThrownBy(() -> InboundFrame.parse(frame)).hasMessage("invalid_json");
        }
        assertThatThrownBy(() -> InboundFrame.parse("{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_16)))
                .hasMessage("invalid_json");
    }

    @Test
    void rejectsUnlimitedDepth() {
        assertThatThrownBy(() -> parse("{\"body\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
                .hasMessage("invalid_json");
    }

    @Test
    void parsesNumbersExactly() {
        var frame = parse("{\"body\":{\"a\":0.1000000000000000055,\"b\":9223372036854775807,"
                + "\"c\":18446744073709551616,\"d\":1e400,\"e\":1.10}}");
        assertThat(frame.body())
                .isEqualTo(Map.of(
                        "a", new BigDecimal("0.1000000000000000055"),
                        "b", Long.MAX_VALUE,
                        "c", new BigInteger("18446744073709551616"),
                        "d", new BigDecimal("1e400"),
                        "e", new BigDecimal("1.10")));
    }

    @Test
    void anAddressIsTextThatIsSafeToEcho() {
        for (var wrong :
                List.of("5", "null", "true", "{}", "[]", "\"\\u0000\"", "\"\\ud800\"", "\"" + "x".repeat(257) + "\"")) {
            var frame = parse("{\"address\":" + wrong + ",\"replyAddress\":" + wrong + "}");
            assertThat(frame.address()).as(wrong).isNull();
            assertThat(frame.replyAddress()).as(wrong).isNull();
            assertThat(frame.wantsReply()).isEqualTo(!wrong.equals("null"));
        }
        assertThat(parse("{\"address\":\"a\"}").address()).isEqualTo("a");
        assertThat(parse("{\"replyAddress\":\"\"}").replyAddress()).isEmpty();
    }

    @Test
    void aTokenIsAFieldOrAHeader() {
        assertThat(parse("{}").token()).isNull();
        assertThat(parse("{\"headers\":{}}").token()).isNull();
        assertThat(parse("{\"token\":\"t\"}").token()).isEqualTo("t");
        assertThat(parse("{\"headers\":{\"token\":\"t\"}}").token()).isEqualTo("t");
        assertThat(parse("{\"headers\":{\"token\":5}}").token()).isEmpty();
        assertThat(parse("{\"token\":{}}").token()).isEmpty();
    }

    @Test
    void onlyValidHeadersOfTheContractReachTheService() {
        var traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var call =
                headers("\"request-id\":\"mine.1\",\"traceparent\":\"" + traceparent + "\",\"codecName\":\"record\"");
        assertThat(call.requestId()).isEqualTo("mine.1");
        assertThat(call.traceparent()).isEqualTo(traceparent);
        var forged = headers("\"request-id\":\"a\\nforged line\",\"traceparent\":\"x\"");
        assertThat(forged.requestId()).matches("[0-9a-f-]{36}");
        assertThat(forged.traceparent()).isNull();
    }

    @Test
    void aClientCannotStateItsCaller() {
        assertThat(headers("\"caller\":\"operator\"").caller()).isEqualTo(CALLER);
        assertThat(headers("\"caller\":\"operator\",\"timeout-ms\":5").caller()).isEqualTo(CALLER);
    }

    @Test
    void aTimeoutIsANumberOfMillisecondsInEitherHeader() {
        for (var header : List.of("\"timeout-ms\":\"5\"", "\"timeout-ms\":5", "\"timeout\":5", "\"timeout\":\"5\"")) {
            assertThat(headers(header).remainingMillis()).as(header).isLessThanOrEqualTo(5);
        }
        assertThat(headers("\"x\":1").remainingMillis()).isGreaterThan(60_000);
        for (var wrong : List.of(
                "\"timeout-ms\":0",
                "\"timeout\":\"soon\"",
                "\"timeout\":-1",
                "\"timeout-ms\":1.5",
                "\"x\":{}",
                "\"x\":null",
                "\"timeout-ms\":99999999999")) {
            assertThatThrownBy(() -> headers(wrong)).as(wrong).hasMessage("invalid_headers");
        }
        assertThatThrownBy(() -> parse("{\"headers\":[]}").callContext(CALLER)).hasMessage("invalid_headers");
    }

    @Test
    void parsesOnlyTheAddressesOfALargeFrame() {
        var json = "{\"body\":[" + "{},".repeat(100_000)
                + "{}],\"address\":\"a\",\"type\":\"send\",\"replyAddress\":\"r\"}";
        var frame = InboundFrame.parseAddresses(json.getBytes(StandardCharsets.UTF_8));
        assertThat(frame.type()).isEqualTo("send");
        assertThat(frame.address()).isEqualTo("a");
        assertThat(frame.replyAddress()).isEqualTo("r");
        assertThat(frame.body()).isNull();
        for (var wrong : List.of("[]", "{\"a\":", "{\"a\":1,\"a\":2}", "")) {
            assertThatThrownBy(() -> InboundFrame.parseAddresses(wrong.getBytes(StandardCharsets.UTF_8)))
                    .as(wrong)
                    .hasMessage("invalid_json");
        }
    }

    @Test
    void keepsTheAddressesWithoutTheBody() {
        var frame =
                parse("{\"type\":\"send\",\"address\":\"a\",\"replyAddress\":5,\"body\":{\"x\":1},\"token\":\"t\"}");
        var kept = frame.withoutBody();
        assertThat(kept.type()).isEqualTo("send");
        assertThat(kept.address()).isEqualTo("a");
        assertThat(kept.wantsReply()).isTrue();
        assertThat(kept.replyAddress()).isNull();
        assertThat(kept.body()).isNull();
        assertThat(kept.token()).isNull();
    }

    @Test
    void rejectsBytesOfALongFrameThatAreNotUtf8() {
        var frame = ("{\"x\":\"" + "x".repeat(20_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(InboundFrame.parse(frame).type()).isEmpty();
        frame[15_000] = (byte) 0xFF;
        assertThatThrownBy(() -> InboundFrame.parse(frame)).hasMessage("invalid_json");
        var behind = ("{\"x\":1}" + " ".repeat(20_000)).getBytes(StandardCharsets.UTF_8);
        behind[19_000] = (byte) 0xED;
        assertThatThrownBy(() -> InboundFrame.parse(behind)).hasMessage("invalid_json");
    }

    private static CallContext headers(String fields) {
        return parse("{\"headers\":{" + fields + "}}").callContext(CALLER);
    }

    private static InboundFrame parse(String json) {
        return InboundFrame.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
