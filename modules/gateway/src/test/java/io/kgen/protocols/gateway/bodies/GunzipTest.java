package io.kgen.protocols.gateway.bodies;

import static io.kgen.protocols.gateway.bodies.GzipFixture.gzipped;
import static io.kgen.protocols.gateway.bodies.GzipFixture.repeated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.HttpException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decompresses exactly one gzip member with any content and rejects everything else. */
class GunzipTest {

    private static final int LIMIT = 100_000;
    private static final int HEADER_BYTES = 10;
    private static final int FLAGS = 3;

    private final BodyBudget budget = new BodyBudget(10_000_000);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_191, 8_192, 8_193, LIMIT})
    void decompressesABody(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);

        assertThat(inflate(gzipped(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_SPEED, Deflater.BEST_COMPRESSION})
    void decompressesEveryLevelOfCompression(int level) {
        var bytes = "{\"a\":\"b\"}".repeat(2_000).getBytes(StandardCharsets.UTF_8);

        assertThat(inflate(gzipped(bytes, level))).isEqualTo(bytes);
    }

    @Test
    void skipsEveryFieldOfTheHeader() {
        var member = gzipped(text("{}"));
        var fields = concat(new byte[] {3, 0, 'x', 'y', 'z'}, text("a name\0"), text("a comment\0"));
        var header = concat(Arrays.copyOf(member, HEADER_BYTES), fields);
        header[FLAGS] = 4 | 8 | 16 | 2;
        var checksum = new CRC32();
        checksum.update(header);
        var checked = concat(header, new byte[] {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)});

        assertThat(inflate(concat(checked, Arrays.copyOfRange(member, HEADER_BYTES, member.length))))
                .isEqualTo(text("{}"));
    }

    static Stream<Arguments> malformed() {
        var member = gzipped(text("{\"a\":1}"));
        return Stream.of(
                Arguments.of("no gzip at all", text("{}")),
                Arguments.of("one byte", new byte[] {0x1f}),
                Arguments.of("a header and nothing behind it", Arrays.copyOf(member, HEADER_BYTES)),
                Arguments.of("two members", concat(member, member)),
                Arguments.of("50,000 empty members", repeated(gzipped(new byte[0]), 50_000)),
                Arguments.of("50,000 empty members behind one", concat(member, repeated(gzipped(new byte[0]), 50_000))),
                Arguments.of("an empty member before one", concat(gzipped(new byte[0]), member)),
                Arguments.of("one byte behind it", concat(member, new byte[1])),
                Arguments.of("zeros behind it", concat(member, new byte[512])),
                Arguments.of("a byte before it", concat(new byte[1], member)),
                Arguments.of("another method", changed(member, 2, 7)),
                Arguments.of("a reserved flag", changed(member, FLAGS, 0x20)),
                Arguments.of("a name without an end", changed(member, FLAGS, 8)),
                Arguments.of("a comment without an end", changed(member, FLAGS, 16)),
                Arguments.of("extra bytes beyond the end", changed(member, FLAGS, 4)),
                Arguments.of("a wrong checksum of the header", changed(member, FLAGS, 2)),
                Arguments.of("a wrong checksum", changed(member, member.length - 8, member[member.length - 8] ^ 1)),
                Arguments.of("a wrong length", changed(member, member.length - 1, 1)),
                Arguments.of("a corrupt block", changed(member, 12, member[12] ^ 0x55)),
                Arguments.of("a block of the reserved type", changed(member, HEADER_BYTES, 7)),
                Arguments.of(
                        "stored blocks without a last one",
                        concat(Arrays.copyOf(member, HEADER_BYTES), repeated(new byte[] {0, 0, 0, -1, -1}, 10_000))),
                Arguments.of("a stream of zlib", deflated(text("{}"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void rejectsEverythingElse(String what, byte[] gzip) {
        assertThatThrownBy(() -> inflate(gzip))
                .isInstanceOf(HttpException.class)
                .hasMessage("the body is not one valid gzip stream");
    }

    @Test
    void rejectsATruncatedMember() {
        var member = gzipped(text("{\"a\":\"some text, some text\"}"));

        assertThat(IntStream.range(0, member.length))
                .allSatisfy(length -> assertThatThrownBy(() -> inflate(Arrays.copyOf(member, length)))
                        .isInstanceOf(HttpException.class));
    }

    @Test
    void stopsAtTheLimitAndReservesNoMoreThanThat() {
        var reservation = budget.reservation("owner", () -> {});

        assertThatThrownBy(() ->
                        Gunzip.inflate(gzipped(new byte[100_000_000]), new BodyBytes(reservation, LIMIT, 0), LIMIT))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
        assertThat(budget.held()).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void doesNotInflateBeyondTheBudget() {
        var small = new BodyBudget(40_000).reservation("owner", () -> {});

        assertThatThrownBy(() -> Gunzip.inflate(gzipped(new byte[LIMIT]), new BodyBytes(small, LIMIT, 0), LIMIT))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private byte[] inflate(byte[] gzip) {
        var inflated = new BodyBytes(budget.reservation("owner", () -> {}), LIMIT, 0);
        Gunzip.inflate(gzip, inflated, LIMIT);
        return inflated.toArray();
    }

    private static byte[] deflated(byte[] bytes) {
        var deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        var out = new byte[100];
        var length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] changed(byte[] bytes, int index, int value) {
        var copy = bytes.clone();
        copy[index] = (byte) value;
        return copy;
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
