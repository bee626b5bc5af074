package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.sandbox.PlayerToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reason of a 401 names the error of the token, so that its issuer can correct it. */
class TokenReasonsTest extends TokenVerifierFixture {

    static List<Arguments> invalidTokens() {
        return List.of(
                Arguments.of(TokenRefusal.TOO_LONG, token().claim("filler", "x".repeat(4 * 1024))),
                Arguments.of(TokenRefusal.INVALID_USER, token().claim("user_id", 5)),
                Arguments.of(TokenRefusal.INVALID_USER, token().claim("user_id", "")),
                Arguments.of(TokenRefusal.INVALID_USER, token().claim("user_id", "x".repeat(257))),
                Arguments.of(TokenRefusal.INVALID_USER, token().without("user_id")),
                Arguments.of(TokenRefusal.INVALID_ISSUER, token().without("iss")),
                Arguments.of(TokenRefusal.INVALID_ISSUER, token().claim("iss", 1.5)),
                Arguments.of(TokenRefusal.INVALID_ISSUER, token().claim("iss", "")),
                Arguments.of(TokenRefusal.INVALID_TIME, token().without("exp")),
                Arguments.of(TokenRefusal.INVALID_TIME, token().claim("exp", "4102444800")),
                Arguments.of(TokenRefusal.INVALID_TIME, token().claim("nbf", true)),
                Arguments.of(TokenRefusal.INVALID_TIME, token().claim("iat", Map.of())),
                Arguments.of(TokenRefusal.EXPIRED, token().validFor(Duration.ofSeconds(-61))),
                Arguments.of(TokenRefusal.NOT_YET_VALID, token().claim("nbf", 4_102_444_800L)),
                Arguments.of(TokenRefusal.EXPIRES_TOO_LATE, token().validFor(Duration.ofDays(367))));
    }

    @ParameterizedTest
    @MethodSource("invalidTokens")
    void namesTheReason(TokenRefusal reason, PlayerToken token) {
        rejects(token.signedBy(SECRET), reason);
    }

    @Test
    void namesAnUnknownIssuerIfThereIsNoDefaultKeyring() {
        var closed = tokens(List.of(), Map.of("issuer-a", List.of(hs256(SECRET_OF_A))));
        rejects(closed, token().signedBy(SECRET), TokenRefusal.UNKNOWN_ISSUER);
        rejects(closed, PlayerToken.of("issuer-a", "user").signedBy(SECRET), TokenRefusal.INVALID_SIGNATURE);
    }
}
