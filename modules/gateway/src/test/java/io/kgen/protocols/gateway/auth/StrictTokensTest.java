package io.kgen.protocols.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.sandbox.PlayerToken;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** E33, E34: header and payload of a token have one interpretation. */
class StrictTokensTest extends TokenVerifierFixture {

    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    /** Bytes that a Java string cannot contain are written as hexadecimal digits between angle brackets. */
    private static final String CLAIMS = "\"iss\":\"issuer-a\",\"user_id\":\"victim\",\"exp\":EXP";

    @Test
    void parsesAStrictPayload() {
        assertThat(caller(signed(HEADER, "{" + CLAIMS + "}"))).isEqualTo(new PlayerId("issuer-a", "victim"));
        assertThat(caller(signed(HEADER, "{ " + CLAIMS + ",\r\n \"more\":[{\"a\":1},{\"a\":2}]}")))
                .isEqualTo(new PlayerId("issuer-a", "victim"));
    }

    static Stream<String> ambiguousPayloads() {
        return Stream.of(
                // Overlong UTF-8, in names and in values, of two, three and four bytes.
                "{%s,\"<C1A9>ss\":\"issuer-b\"}",
                "{%s,\"i<C1B3>s\":\"issuer-b\"}",
                "{%s,\"<E081A9>ss\":\"issuer-b\"}",
                "{%s,\"<F08081A9>ss\":\"issuer-b\"}",
                "{%s,\"<C1B5>ser_id\":\"somebody\"}",
                "{%s,\"<C1A5>xp\":9999999999}",
                "{%s,\"name\":\"<C080>\"}",
                "{%s,\"name\":\"<C1A1>\"}",
                "{%s,<C0A2>iss<C0A2>:\"issuer-b\"}",
                // UTF-8 that is not valid for other reasons.
                "{%s,\"name\":\"<EDA080>\"}",
                "{%s,\"name\":\"<F4908080>\"}",
                "{%s,\"name\":\"<FF>\"}",
                "{%s,\"name\":\"<E282>\"}",
                "{%s,\"name\":\"<80>\"}",
                // A duplicate name, raw and escaped, with the same and with another value, at any depth.
                "{%s,\"iss\":\"issuer-b\"}",
                "{%s,\"iss\":\"issuer-a\"}",
                "{%s,\"\\u0069ss\":\"issuer-b\"}",
                "{\"i\\u0073s\":\"issuer-b\",%s}",
                "{%s,\"user\\u005Fid\":\"somebody\"}",
                "{%s,\"exp\":9999999999}",
                "{%s,\"nested\":{\"a\":1,\"a\":1}}",
                "{%s,\"list\":[{\"b\":{\"a\":1,\"\\u0061\":2}}]}",
                // JSON that only a lenient parser accepts.
                "{%s/*,*/,\"iss\":\"issuer-b\"/**/}",
                "{%s/**/}",
                "{%s}//",
                "{%s} # comment",
                "{%s,}",
                "{%s,'iss':'issuer-b'}",
                "{%s,iss:\"issuer-b\"}",
                "{%s,\"a\":NaN}",
                "{%s,\"a\":+1}",
                "{%s,\"a\":01}",
                "{%s,\"a\":.5}",
                "{%s,\"a\":\"\t\"}",
                "{%s,\"a\":\"\\x41\"}",
                "{%s,\"a\":\"<00>\"}",
                // Content before or after the object.
                "{%s}{}",
                "{%s}{\"iss\":\"issuer-b\"}",
                "{%s},",
                "{%s}]",
                "{%s}<00>",
                "{%s} ",
                "{%s}\n",
                " {%s}",
                "[{%s}]",
                "{%s}<C1A9>",
                "<EFBBBF>{%s}",
                "\ufeff{%s}",
                ")]}'{%s}");
    }

    @ParameterizedTest
    @MethodSource("ambiguousPayloads")
    void e33_rejectsAPayloadThatTwoParsersInterpretDifferently(String payload) {
        rejects(signed(HEADER, payload.formatted(CLAIMS)), TokenRefusal.INVALID_PAYLOAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
    void e33_rejectsOtherEncodingsThanUtf8(String charset) {
        var payload = ("{" + CLAIMS + "}").replace("EXP", expiry()).getBytes(Charset.forName(charset));
        rejects(
                PlayerToken.ofBytes(HEADER.getBytes(StandardCharsets.UTF_8), payload, SECRET_OF_A),
                TokenRefusal.INVALID_PAYLOAD);
        rejects(
                PlayerToken.ofBytes(HEADER.getBytes(Charset.forName(charset)), payload, SECRET_OF_A),
                TokenRefusal.INVALID_HEADER);
    }

    @Test
    void e33_rejectsDeepNesting() {
        rejects(
                signed(HEADER, "{" + CLAIMS + ",\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}"),
                TokenRefusal.INVALID_PAYLOAD);
    }

    @Test
    void e33_rejectsAnOverlongNameOfAnotherIssuerForTheDefaultKey() {
        var payload = "{\"iss\":\"<C1B4>enant-b\",\"user_id\":\"victim\",\"exp\":EXP}";
        rejects(PlayerToken.ofBytes(bytes(HEADER), bytes(payload), SECRET), TokenRefusal.INVALID_PAYLOAD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
                "{\"alg\":\"none\",\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"a\\u006cg\":\"none\"}",
                "{\"alg\":\"HS256\",\"<C1A1>lg\":\"none\"}",
                "{\"alg\":\"HS256\",\"kid\":\"a\",\"kid\":\"shared-kid\"}",
                "{\"alg\":\"HS256\",\"kid\":5}",
                "{\"alg\":\"HS256\",\"kid\":null}",
                "{\"alg\":\"HS256\"/**/}",
                "{\"alg\":\"HS256\"}{}",
                "{\"alg\":\"HS256\"} ",
                "<EFBBBF>{\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"x\":\"<FF>\"}",
                "[\"HS256\"]",
                "HS256"
            })
    void e33_rejectsAnAmbiguousHeader(String header) {
        rejects(signed(header, "{" + CLAIMS + "}"), TokenRefusal.INVALID_HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"HS256\",\"crit\":[]}",
                "{\"alg\":\"HS256\",\"crit\":null}",
                "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"HS256\",\"\\u0063rit\":[\"exp\"]}",
                "{\"alg\":\"HS256\",\"b64\":false}",
                "{\"alg\":\"HS256\",\"b64\":true}"
            })
    void e34_rejectsEveryExtensionThatChangesTheMeaning(String header) {
        rejects(signed(header, "{" + CLAIMS + "}"), TokenRefusal.UNSUPPORTED_EXTENSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"alg\":null}", "{\"alg\":5}", "{\"alg\":[\"HS256\"]}", "{\"ALG\":\"HS256\"}"})
    void e34_rejectsAHeaderWithoutAnAlgorithm(String header) {
        rejects(signed(header, "{" + CLAIMS + "}"), TokenRefusal.INVALID_ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hs256", "HS256 ", "HS384", "HS512", "RS256", "ES256", "none", "None", "nOnE", ""})
    void e34_rejectsAnotherAlgorithmThanThatOfTheKey(String algorithm) {
        rejects(signed("{\"alg\":\"" + algorithm + "\"}", "{" + CLAIMS + "}"), TokenRefusal.INVALID_SIGNATURE);
    }

    @Test
    void e34_rejectsAnExpiryInMilliseconds() {
        var millis = clock.millis() + 60_000;
        rejects(PlayerToken.of("client", "user").claim("exp", millis).signedBy(SECRET), TokenRefusal.EXPIRES_TOO_LATE);
        rejects(token().claim("exp", 1e300).signedBy(SECRET), TokenRefusal.EXPIRES_TOO_LATE);
        rejects(token().claim("exp", Long.MAX_VALUE).signedBy(SECRET), TokenRefusal.EXPIRES_TOO_LATE);
    }

    @Test
    void rejectsAnotherEncodingOfTheSameBytes() {
        var token = token().signedBy(SECRET);
        var last = token.charAt(token.length() - 1);
        // 32 bytes are 43 characters, and the last character has two unused bits.
        rejects(token.substring(0, token.length() - 1) + (char) (last + 1), TokenRefusal.NOT_A_JWT);
    }

    private String signed(String header, String payload) {
        return PlayerToken.ofBytes(bytes(header), bytes(payload), SECRET_OF_A);
    }

    private String expiry() {
        return Long.toString(clock.instant().getEpochSecond() + 3_600);
    }

    private byte[] bytes(String text) {
        var bytes = new ByteArrayOutputStream();
        for (var part : text.replace("EXP", expiry()).split("(?=<)|(?<=>)", -1)) {
            bytes.writeBytes(
                    part.startsWith("<")
                            ? HexFormat.of().parseHex(part, 1, part.length() - 1)
                            : part.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
