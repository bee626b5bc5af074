package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    record Part(BigDecimal amount) {}

    record Whole(String text, BigDecimal amount, Long number, Instant at, List<Part> parts) {}

    private static final BigDecimal EXACT = new BigDecimal("1234567890123456789.1000000000000000055");

    private final RecordCodec codec = new RecordCodec();

    @Test
    void decodesARecordOfAnotherJvmExactly() {
        var whole = new Whole(
                "ü€\uD83D\uDE80",
                EXACT,
                Long.MIN_VALUE,
                Instant.parse("2021-06-01T12:00:00.123456Z"),
                List.of(new Part(new BigDecimal("1.50"))));
        var wire = Buffer.buffer("before");
        var start = wire.length();
        codec.encodeToWire(wire, whole);
        wire.appendString("after");

        assertThat(RecordJson.read(codec.decodeFromWire(start, wire), Whole.class))
                .isEqualTo(whole);
    }

    @Test
    void recognizesADecodedRecordAsARecord() {
        var wire = Buffer.buffer();
        codec.encodeToWire(wire, new Part(EXACT));

        assertThat(RecordCodec.isRecord(codec.decodeFromWire(0, wire))).isTrue();
        assertThat(RecordCodec.isRecord(RecordJson.toJson(new Part(EXACT)))).isFalse();
    }

    @Test
    void rejectsBytesThatAreNotAJsonObject() {
        var wire = Buffer.buffer().appendInt(2).appendString("[]");
        assertThatThrownBy(() -> codec.decodeFromWire(0, wire))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID));
    }
}
