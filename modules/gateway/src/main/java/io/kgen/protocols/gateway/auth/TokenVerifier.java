package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.gateway.AuthConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Authenticates the player of a request by the token in {@code user-jwt-token}. Belongs to one event loop.
 *
 * <p>A verified token is cached until its {@code exp}, because verification costs ten times as much as a look-up. Keys
 * change only with a restart, which empties the cache.
 */
public final class TokenVerifier {

    public static final String HEADER = "user-jwt-token";

    private static final CharSequence FAST_HEADER = HttpHeaders.createOptimized(HEADER);
    /** In characters, all of them ASCII. */
    static final int MAX_LENGTH = 4 * 1024;

    private final Keyring defaultKeyring;
    private final Map<String, Keyring> keyrings;
    private final VerifiedTokenCache cache;
    private final Duration maxLifetime;
    private final Clock clock;

    public TokenVerifier(Vertx vertx, AuthConfig config, VerifiedTokenCache cache, Clock clock) {
        this.cache = cache;
        this.maxLifetime = config.maxLifetime();
        this.clock = clock;
        defaultKeyring = config.defaultKeys().isEmpty() ? null : new Keyring(vertx, config.defaultKeys());
        keyrings = config.issuerKeys().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, issuer -> new Keyring(vertx, issuer.getValue())));
    }

    /**
     * The player of a request with these headers.
     *
     * @throws TokenRefusedException with the reason
     */
    public PlayerId caller(MultiMap headers) {
        var values = headers.getAll(FAST_HEADER);
        if (values.size() != 1) {
            throw new TokenRefusedException(values.isEmpty() ? TokenRefusal.MISSING : TokenRefusal.REPEATED);
        }
        return caller(values.get(0));
    }

    private PlayerId caller(String token) {
        if (token.length() > MAX_LENGTH) {
            throw new TokenRefusedException(TokenRefusal.TOO_LONG);
        }
        var now = clock.millis() / 1_000;
        var tokenDigest = TokenDigest.of(token);
        var cached = cache.find(tokenDigest, now);
        return cached == null ? verify(token, tokenDigest, now) : cached;
    }

    private PlayerId verify(String token, TokenDigest tokenDigest, long now) {
        var jwt = Jwt.parse(token);
        var claims = jwt.claims();
        if (!keyringOf(claims.issuer()).hasSigned(jwt)) {
            throw new TokenRefusedException(TokenRefusal.INVALID_SIGNATURE);
        }
        claims.requireValidAt(now, maxLifetime);
        cache.add(tokenDigest, claims.player(), claims.expiry(), now);
        return claims.player();
    }

    /** An issuer with keys of its own is verified by those only, so that no other key can sign for it (E30). */
    private Keyring keyringOf(String issuer) {
        var keyring = keyrings.getOrDefault(issuer, defaultKeyring);
        if (keyring == null) {
            throw new TokenRefusedException(TokenRefusal.UNKNOWN_ISSUER);
        }
        return keyring;
    }
}
