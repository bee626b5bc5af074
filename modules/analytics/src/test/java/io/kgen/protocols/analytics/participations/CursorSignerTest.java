package io.kgen.protocols.analytics.participations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorSignerTest {

    private static final Instant FROM = Instant.parse("2021-06-01T12:00:00Z");
    private static final Instant TO = Instant.parse("2021-07-01T12:00:00Z");
    private static final ListParticipations QUERY = query("issuer", "user", FROM, TO, "type", "mode", "result");
    private static final KeysetPosition POSITION = new KeysetPosition(Instant.parse("2021-06-15T00:00:00.123456Z"), 42);

    private final CursorSigner signer = signer("a key");

    static Stream<KeysetPosition> positions() {
        return Stream.of(
                POSITION,
                new KeysetPosition(null, Long.MAX_VALUE),
                new KeysetPosition(Instant.parse("0001-01-01T00:00:00.000001Z"), 1),
                new KeysetPosition(Instant.parse("9999-12-31T23:59:59.999999Z"), 1));
    }

    static Stream<ListParticipations> otherQueries() {
        return Stream.of(
                query("another", "user", FROM, TO, "type", "mode", "result"),
                query("issuer", "another", FROM, TO, "type", "mode", "result"),
                query("issueru", "ser", FROM, TO, "type", "mode", "result"),
                query("issuer", "user", TO, TO, "type", "mode", "result"),
                query("issuer", "user", null, FROM, "type", "mode", "result"),
                query("issuer", "user", FROM, null, "type", "mode", "result"),
                query("issuer", "user", FROM, TO, "another", "mode", "result"),
                query("issuer", "user", FROM, TO, "type", "another", "result"),
                query("issuer", "user", FROM, TO, "type", "mode", "another"),
                query("issuer", "user", FROM, TO, "type", "mode", ""),
                query("issuer", "user", FROM, TO, "type", "mode", null));
    }

    @ParameterizedTest
    @MethodSource("positions")
    void verifiesWhatItSigned(KeysetPosition position) {
        assertThat(signer.verify(signer.sign(position, QUERY), QUERY)).isEqualTo(position);
    }

    @Test
    void theNextPageMayHaveAnotherSize() {
        var smaller = ListParticipations.builder(new PlayerId("issuer", "user"))
                .limit(1)
                .from(FROM)
                .to(TO)
                .type("type")
                .mode("mode")
                .result("result")
                .build();

        assertThat(signer.verify(signer.sign(POSITION, QUERY), smaller)).isEqualTo(POSITION);
    }

    @Test
    void anotherSignerWithTheSameKeyVerifiesACursor() {
        assertThat(signer("a key").verify(signer.sign(POSITION, QUERY), QUERY)).isEqualTo(POSITION);
    }

    @ParameterizedTest
    @MethodSource("otherQueries")
    void e50_rejectsACursorOfAnotherQuery(ListParticipations other) {
        assertInvalid(signer.sign(POSITION, QUERY), other);
    }

    @Test
    void e50_rejectsACursorOfAnotherKey() {
        assertInvalid(signer("another key").sign(POSITION, QUERY), QUERY);
    }

    @Test
    void e50_rejectsACursorWithAnyBitFlipped() {
        var bytes = Base64.getUrlDecoder().decode(signer.sign(POSITION, QUERY));

        IntStream.range(0, bytes.length * 8).forEach(bit -> assertInvalid(flipped(bytes, bit), QUERY));
    }

    @Test
    void e50_rejectsATruncatedOrExtendedCursor() {
        var cursor = signer.sign(POSITION, QUERY);

        IntStream.range(0, cursor.length()).forEach(end -> assertInvalid(cursor.substring(0, end), QUERY));
        assertInvalid(cursor + "AAAA", QUERY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage!", "=", "\u00e4", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void e50_rejectsTextThatIsNotACursor(String cursor) {
        assertInvalid(cursor, QUERY);
    }

    private void assertInvalid(String cursor, ListParticipations query) {
        assertThatThrownBy(() -> signer.verify(cursor, query))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID));
    }

    private static String flipped(byte[] bytes, int bit) {
        var changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
    }

    private static CursorSigner signer(String key) {
        return new CursorSigner(key.getBytes(StandardCharsets.UTF_8));
    }

    private static ListParticipations query(
            String issuer, String userId, Instant from, Instant to, String type, String mode, String result) {
        return ListParticipations.builder(new PlayerId(issuer, userId))
                .from(from)
                .to(to)
                .type(type)
                .mode(mode)
                .result(result)
                .build();
    }
}
