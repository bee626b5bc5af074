package io.kgen.protocols.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.sandbox.PlayerToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A bounded cache of verified tokens. */
class VerifiedTokenCacheTest extends TokenVerifierFixture {

    @Test
    void e32_cachesATokenOnlyUntilItExpires() {
        var token = token().validFor(Duration.ofMinutes(5)).signedBy(SECRET);
        caller(token);
        clock.forward(Duration.ofMinutes(5).plusSeconds(Claims.LEEWAY - 5));
        caller(token);
        clock.forward(Duration.ofSeconds(10));
        rejects(token);
    }

    @Test
    void e32_cachesABoundedNumberOfTokens() {
        for (var i = 0; i < 1_000; i++) {
            caller(PlayerToken.of("client", "user-" + i).signedBy(SECRET));
        }
        assertThat(remembered.size()).isBetween(1, 100);
    }

    @Test
    void evictsFewTokensBeforeItIsFull() {
        var holdsUpTo1024 = new VerifiedTokenCache(1_024);
        var digests = IntStream.range(0, 800)
                .mapToObj(i -> TokenDigest.of("token-" + i))
                .toList();
        var key = trusted.of("issuer").keys().get(0);
        digests.forEach(digest -> holdsUpTo1024.add(digest, new PlayerId("issuer", "user"), 1_000, key, 0));

        assertThat(digests.stream().filter(digest -> holdsUpTo1024.find(digest, 0) != null))
                .hasSizeGreaterThan(795);
    }

    @Test
    void e32_aWithdrawnKeyInvalidatesItsCachedTokens() {
        var token = token().signedBy(ROTATED);
        caller(token);
        var afterRestart = tokens(List.of(hs256(SECRET)), Map.of());
        assertThatThrownBy(() -> afterRestart.caller(headers(token))).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void e32_neverCachesARejectedToken() {
        rejects(token().signedBy("another-secret-of-thirty-two-bytes-or-more"));
        assertThat(remembered.size()).isZero();
    }
}
