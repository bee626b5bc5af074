package io.kgen.protocols.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.gateway.keys.SigningKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of every algorithm, signed by another implementation than the one that verifies them. */
class AlgorithmsTest extends TokenVerifierFixture {

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"})
    void verifiesTheTokensOfAKey(String algorithm) {
        var key = SigningKey.create(algorithm, "one");
        var verifier = tokens(List.of(), Map.of("issuer", List.of(key.verification())));

        assertThat(key.verification().isUsable()).isTrue();
        assertThat(verifier.caller(headers(key.sign("issuer", "user")))).isEqualTo(new PlayerId("issuer", "user"));
        rejects(
                verifier,
                SigningKey.create(algorithm, "two").sign("issuer", "user", "one"),
                TokenRefusal.INVALID_SIGNATURE);
    }

    /** A key verifies by its own algorithm only (RFC 8725, 3.1). */
    @ParameterizedTest
    @CsvSource({"RS256, RS512", "RS256, PS256", "PS256, RS256", "HS256, HS512"})
    void e35_aKeyDoesNotVerifyByAnotherAlgorithm(String algorithm, String other) {
        var key = SigningKey.create(algorithm, "one");
        var verifier = tokens(List.of(), Map.of("issuer", List.of(key.verification())));

        rejects(verifier, key.as(other).sign("issuer", "user"), TokenRefusal.INVALID_SIGNATURE);
    }
}
