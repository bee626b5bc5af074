package io.kgen.protocols.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.gateway.AuthConfig;
import io.kgen.protocols.gateway.VerificationKey;
import io.kgen.protocols.gateway.keys.TrustedKeys;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.PlayerToken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The keyrings of a platform with two issuers that have their own keys, and tokens that they sign. */
@ExtendWith(VertxExtension.class)
abstract class TokenVerifierFixture {

    static final String SECRET = "the-secret-of-the-default-keyring-of-this-test";
    static final String ROTATED = "the-secret-that-was-in-force-before-the-rotation";
    static final String SECRET_OF_A = "the-secret-of-issuer-a-and-of-no-other-issuer";
    static final String SECRET_OF_B = "the-secret-of-issuer-b-and-of-no-other-issuer";

    static Vertx vertx;

    final MovableClock clock = new MovableClock();
    final VerifiedTokenCache remembered = new VerifiedTokenCache(100);
    final TrustedKeys trusted = new TrustedKeys(config(
            List.of(hs256(SECRET), hs256(ROTATED)),
            Map.of(
                    "issuer-a",
                    List.of(hs256("shared-kid", SECRET_OF_A)),
                    "issuer-b",
                    List.of(hs256("shared-kid", SECRET_OF_B)))));
    final TokenVerifier tokens = tokens(remembered, trusted);

    @BeforeAll
    static void start(Vertx injected) {
        vertx = injected;
    }

    PlayerId caller(String token) {
        return tokens.caller(headers(token));
    }

    void rejects(String token) {
        assertThatThrownBy(() -> caller(token)).isInstanceOf(TokenRefusedException.class);
    }

    void rejects(String token, TokenRefusal reason) {
        rejects(tokens, token, reason);
    }

    static void rejects(TokenVerifier tokens, String token, TokenRefusal reason) {
        assertThatThrownBy(() -> tokens.caller(headers(token)))
                .isInstanceOfSatisfying(
                        TokenRefusedException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    TokenVerifier tokens(List<VerificationKey> defaults, Map<String, List<VerificationKey>> issuers) {
        return tokens(new VerifiedTokenCache(100), new TrustedKeys(config(defaults, issuers)));
    }

    static AuthConfig config(List<VerificationKey> defaults, Map<String, List<VerificationKey>> issuers) {
        return new AuthConfig(defaults, issuers, 100, Duration.ofDays(366));
    }

    TokenVerifier tokens(VerifiedTokenCache remembered, TrustedKeys trusted) {
        return new TokenVerifier(
                vertx, trusted, remembered, Duration.ofDays(366), new TokenMetrics(new SimpleMeterRegistry()), clock);
    }

    static PlayerToken token() {
        return PlayerToken.of("client", "user");
    }

    static VerificationKey hs256(String secret) {
        return hs256(null, secret);
    }

    static VerificationKey hs256(String kid, String secret) {
        return new VerificationKey("HS256", kid, new Secret(secret));
    }

    static MultiMap headers(String... tokens) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        Stream.of(tokens).forEach(token -> headers.add(TokenVerifier.HEADER, token));
        return headers;
    }
}
