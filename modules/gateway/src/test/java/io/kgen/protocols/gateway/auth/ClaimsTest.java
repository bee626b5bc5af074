package io.kgen.protocols.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.sandbox.PlayerToken;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Who is calling" of the HTTP contract: the claims that a token with a valid signature needs. */
class ClaimsTest extends TokenVerifierFixture {

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "a.b", "a.b.c.d", "..", "a..c", "ey.ey.", " . . ", "{}.{}.{}", "%.%.%", "Bearer a.b.c"})
    void rejectsTextThatIsNotAJwt(String text) {
        rejects(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "null", "5", "\"text\"", "{", "{\"iss\":", "\u0000", "{}"})
    void rejectsAPayloadThatIsNotAnObjectOfClaims(String payload) {
        rejects(PlayerToken.ofPayload(payload, SECRET));
    }

    @Test
    void e04_rejectsAUserIdWithAnUnpairedSurrogate() {
        var payload = "{\"iss\":\"client\",\"user_id\":\"half\\ud800\",\"exp\":%d}"
                .formatted(clock.instant().getEpochSecond() + 3_600);
        assertThat(caller(PlayerToken.ofPayload(payload.replace("\\ud800", ""), SECRET))
                        .userId())
                .isEqualTo("half");
        rejects(PlayerToken.ofPayload(payload, SECRET));
    }

    @Test
    void rejectsAPayloadThatIsNotBase64() {
        var parts = token().signedBy(SECRET).split("\\.", -1);
        rejects(parts[0] + ".a" + parts[1].substring(1, parts[1].length() - 2) + "." + parts[2]);
    }

    static List<PlayerToken> invalidTokens() {
        return List.of(
                token().without("exp"),
                token().validFor(Duration.ofSeconds(-61)),
                token().claim("exp", "4102444800"),
                token().claim("exp", null),
                token().claim("exp", true),
                token().claim("exp", List.of(4102444800L)),
                token().claim("exp", -1),
                token().claim("nbf", "0"),
                token().claim("nbf", null),
                token().claim("nbf", 4102444800L),
                token().claim("nbf", new BigInteger("92233720368547758079")),
                token().claim("iat", "0"),
                token().claim("iat", null),
                token().claim("iat", Map.of()),
                token().without("user_id"),
                token().claim("user_id", null),
                token().claim("user_id", ""),
                token().claim("user_id", 5),
                token().claim("user_id", "nul\u0000"),
                token().without("iss"),
                token().claim("iss", null),
                token().claim("iss", 1.5),
                token().claim("iss", List.of("client")),
                token().claim("filler", "x".repeat(4 * 1024)));
    }

    @ParameterizedTest
    @MethodSource("invalidTokens")
    void rejectsClaimsOfWrongTypes(PlayerToken token) {
        rejects(token.signedBy(SECRET));
    }
}
