package io.kgen.protocols.bridge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.bridge.limits.Budget;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    private final Budget budget = Budget.undivided(2 * BridgeLimits.FRAME_BYTES);
    private final FrameDecoder decoder = new FrameDecoder(budget.share(), BridgeLimits.FRAME_BYTES);

    @Test
    void decodesTheSameFramesForEachChunkSize() {
        var stream = frame("one").appendBuffer(frame("second")).appendBuffer(frame("3"));
        for (var size = 1; size <= stream.length(); size++) {
            assertThat(read(stream, size)).as("chunks of " + size).containsExactly("one", "second", "3");
            assertThat(decoder.isPartial()).isFalse();
        }
    }

    @Test
    void keepsThePartOfTheNextFrame() {
        decoder.add(frame("one").appendInt(2).appendString("t"));
        assertThat(texts()).containsExactly("one");
        assertThat(decoder.isPartial()).isTrue();
        decoder.add(Buffer.buffer("w"));
        assertThat(texts()).containsExactly("tw");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void rejectsAnInvalidLength(int length) {
        decoder.add(Buffer.buffer().appendInt(length));
        assertThatThrownBy(decoder::next).hasMessage("invalid_length");
    }

    @ParameterizedTest
    @ValueSource(ints = {1024 * 1024 + 1, Integer.MAX_VALUE})
    void rejectsMoreThanOneMebibyteByItsLength(int length) {
        decoder.add(Buffer.buffer().appendInt(length));
        assertThatThrownBy(decoder::next).hasMessage("frame_too_large");
    }

    @Test
    void acceptsOneMebibyte() {
        decoder.add(frame("x".repeat(1024 * 1024)));
        assertThat(decoder.next()).hasSize(1024 * 1024);
    }

    @Test
    void reservesMemoryForAPartialFrameAndReleasesIt() {
        decoder.add(frame("x".repeat(1000)).getBuffer(0, 10));
        assertThat(decoder.next()).isNull();
        assertThat(budget.used()).isEqualTo(1000);
        decoder.add(Buffer.buffer("x".repeat(994)));
        assertThat(decoder.next()).hasSize(1000);
        assertThat(budget.used()).isZero();
    }

    @Test
    void discardsAPartialFrame() {
        decoder.add(frame("x".repeat(1000)).getBuffer(0, 10));
        decoder.next();
        decoder.clear();
        assertThat(budget.used()).isZero();
        assertThat(decoder.isPartial()).isFalse();
        decoder.clear();
        assertThat(budget.used()).isZero();
    }

    @Test
    void waitsForMemory() {
        var other = budget.share();
        assertThat(other.tryReserve(2 * BridgeLimits.FRAME_BYTES - 500)).isTrue();
        decoder.add(frame("x".repeat(1000)).getBuffer(0, 10));
        assertThat(decoder.next()).isNull();
        assertThat(decoder.isWaitingForMemory()).isTrue();
        assertThat(decoder.isPartial()).isTrue();
        other.release(1_000_000);
        assertThat(decoder.next()).isNull();
        assertThat(decoder.isWaitingForMemory()).isFalse();
        decoder.add(Buffer.buffer("x".repeat(994)).appendBuffer(frame("next")));
        assertThat(decoder.next()).hasSize(1000);
        assertThat(texts()).containsExactly("next");
    }

    @Test
    void acceptsLongerFramesAfterTheLimitIsRaised() {
        var unauthenticated = new FrameDecoder(budget.share(), BridgeLimits.UNAUTHENTICATED_FRAME_BYTES);
        unauthenticated.add(frame("x".repeat(4096)).appendBuffer(frame("y".repeat(4097))));
        assertThat(unauthenticated.next()).hasSize(4096);
        assertThatThrownBy(unauthenticated::next).hasMessage("frame_too_large");
        unauthenticated.setLimits(budget.share(), BridgeLimits.FRAME_BYTES);
        assertThat(unauthenticated.next()).hasSize(4097);
    }

    private List<String> read(Buffer stream, int size) {
        var read = new ArrayList<String>();
        for (var start = 0; start < stream.length(); start += size) {
            decoder.add(stream.getBuffer(start, Math.min(start + size, stream.length())));
            read.addAll(texts());
        }
        return read;
    }

    private List<String> texts() {
        var texts = new ArrayList<String>();
        for (var bytes = decoder.next(); bytes != null; bytes = decoder.next()) {
            texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Buffer frame(String text) {
        return Buffer.buffer().appendInt(text.length()).appendString(text);
    }
}
