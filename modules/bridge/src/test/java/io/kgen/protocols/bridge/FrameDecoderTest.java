package io.kgen.protocols.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    private final Budget budget = Budget.undivided(2 * BridgeLimits.FRAME_BYTES);
    private final FrameDecoder reader = new FrameDecoder(budget.share(), BridgeLimits.FRAME_BYTES);

    @Test
    void readsTheSameFramesHoweverTheStreamIsCut() {
        var stream = frame("one").appendBuffer(frame("second")).appendBuffer(frame("3"));
        for (var size = 1; size <= stream.length(); size++) {
            assertThat(read(stream, size)).as("chunks of " + size).containsExactly("one", "second", "3");
            assertThat(reader.isPartial()).isFalse();
        }
    }

    @Test
    void keepsWhatHasComeOfTheNextFrame() {
        reader.add(frame("one").appendInt(2).appendString("t"));
        assertThat(texts()).containsExactly("one");
        assertThat(reader.isPartial()).isTrue();
        reader.add(Buffer.buffer("w"));
        assertThat(texts()).containsExactly("tw");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesALengthThatNoFrameHas(int length) {
        reader.add(Buffer.buffer().appendInt(length));
        assertThatThrownBy(reader::next).hasMessage("invalid_length");
    }

    @ParameterizedTest
    @ValueSource(ints = {1024 * 1024 + 1, Integer.MAX_VALUE})
    void refusesMoreThanOneMebibyteByItsLengthAlone(int length) {
        reader.add(Buffer.buffer().appendInt(length));
        assertThatThrownBy(reader::next).hasMessage("frame_too_large");
    }

    @Test
    void takesOneMebibyte() {
        reader.add(frame("x".repeat(1024 * 1024)));
        assertThat(reader.next()).hasSize(1024 * 1024);
    }

    @Test
    void takesAFrameThatComesInPiecesFromItsBudgetAndGivesItBack() {
        reader.add(frame("x".repeat(1000)).getBuffer(0, 10));
        assertThat(reader.next()).isNull();
        assertThat(budget.used()).isEqualTo(1000);
        reader.add(Buffer.buffer("x".repeat(994)));
        assertThat(reader.next()).hasSize(1000);
        assertThat(budget.used()).isZero();
    }

    @Test
    void forgetsAFrameInTheMiddle() {
        reader.add(frame("x".repeat(1000)).getBuffer(0, 10));
        reader.next();
        reader.clear();
        assertThat(budget.used()).isZero();
        assertThat(reader.isPartial()).isFalse();
        reader.clear();
        assertThat(budget.used()).isZero();
    }

    @Test
    void waitsForMemoryAndGoesOn() {
        var other = budget.share();
        assertThat(other.reserve(2 * BridgeLimits.FRAME_BYTES - 500)).isTrue();
        reader.add(frame("x".repeat(1000)).getBuffer(0, 10));
        assertThat(reader.next()).isNull();
        assertThat(reader.isWaiting()).isTrue();
        assertThat(reader.isPartial()).isTrue();
        other.release(1_000_000);
        assertThat(reader.next()).isNull();
        assertThat(reader.isWaiting()).isFalse();
        reader.add(Buffer.buffer("x".repeat(994)).appendBuffer(frame("next")));
        assertThat(reader.next()).hasSize(1000);
        assertThat(texts()).containsExactly("next");
    }

    @Test
    void takesLongerFramesOnceTheyAreAllowed() {
        var strangers = new FrameDecoder(budget.share(), BridgeLimits.STRANGERS_FRAME_BYTES);
        strangers.add(frame("x".repeat(4096)).appendBuffer(frame("y".repeat(4097))));
        assertThat(strangers.next()).hasSize(4096);
        assertThatThrownBy(strangers::next).hasMessage("frame_too_large");
        strangers.allow(budget.share(), BridgeLimits.FRAME_BYTES);
        assertThat(strangers.next()).hasSize(4097);
    }

    private List<String> read(Buffer stream, int size) {
        var read = new ArrayList<String>();
        for (var start = 0; start < stream.length(); start += size) {
            reader.add(stream.getBuffer(start, Math.min(start + size, stream.length())));
            read.addAll(texts());
        }
        return read;
    }

    private List<String> texts() {
        var texts = new ArrayList<String>();
        for (var bytes = reader.next(); bytes != null; bytes = reader.next()) {
            texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Buffer frame(String text) {
        return Buffer.buffer().appendInt(text.length()).appendString(text);
    }
}
