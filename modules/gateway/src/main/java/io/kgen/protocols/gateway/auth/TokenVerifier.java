package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.gateway.keys.IssuerKeys;
import io.kgen.protocols.gateway.keys.KeySetSource;
import io.kgen.protocols.gateway.keys.TrustedKeys;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Authenticates the player of a request by the token in {@code user-jwt-token}. Belongs to one event loop.
 *
 * <p>A verified token is cached until its {@code exp}, because verification costs ten times as much as a look-up, and not
 * longer than its key is trusted.
 */
public final class TokenVerifier {

    public static final String HEADER = "user-jwt-token";

    private static final CharSequence FAST_HEADER = HttpHeaders.createOptimized(HEADER);
    /** In characters, all of them ASCII. */
    static final int MAX_LENGTH = 4 * 1024;

    /** A published key has one of them. */
    private static final Set<String> ASYMMETRIC = Set.of("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA");

    private final Vertx vertx;
    private final TrustedKeys trusted;
    /** By the name of the keys; as many as there are issuers with keys of their own, and one. */
    private final Map<String, Keyring> keyrings = new HashMap<>();

    private final VerifiedTokenCache cache;
    private final Duration maxLifetime;
    private final TokenMetrics metrics;
    private final Clock clock;

    public TokenVerifier(
            Vertx vertx,
            TrustedKeys trusted,
            VerifiedTokenCache cache,
            Duration maxLifetime,
            TokenMetrics metrics,
            Clock clock) {
        this.vertx = vertx;
        this.trusted = trusted;
        this.cache = cache;
        this.maxLifetime = maxLifetime;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * The player of a request with these headers.
     *
     * @param mayFetch whether to fetch the key set of the issuer if it may contain a key that is missing
     * @throws TokenRefusedException with the reason
     * @throws MissingKeyException if the token can be verified only after a fetch
     */
    PlayerId caller(MultiMap headers, boolean mayFetch) {
        var values = headers.getAll(FAST_HEADER);
        if (values.size() != 1) {
            throw new TokenRefusedException(values.isEmpty() ? TokenRefusal.MISSING : TokenRefusal.REPEATED);
        }
        return caller(values.get(0), mayFetch);
    }

    /** Without a fetch. */
    public PlayerId caller(MultiMap headers) {
        return caller(headers, false);
    }

    private PlayerId caller(String token, boolean mayFetch) {
        if (token.length() > MAX_LENGTH) {
            throw new TokenRefusedException(TokenRefusal.TOO_LONG);
        }
        var now = clock.millis() / 1_000;
        var tokenDigest = TokenDigest.of(token);
        var cached = cache.find(tokenDigest, now);
        if (cached == null) {
            return verify(Jwt.parse(token), tokenDigest, now, mayFetch);
        }
        metrics.remembered();
        return cached;
    }

    private PlayerId verify(Jwt jwt, TokenDigest tokenDigest, long now, boolean mayFetch) {
        var keys = trusted.of(jwt.claims().issuer());
        try {
            return verify(jwt, keys, tokenDigest, now, mayFetch);
        } catch (TokenRefusedException e) {
            if (trusted.of(jwt.claims().issuer()) != keys) {
                // The keys were replaced meanwhile, perhaps by a fetch with the key of this token.
                return verify(jwt, tokenDigest, now, mayFetch);
            }
            throw e.of(keys.name());
        }
    }

    private PlayerId verify(Jwt jwt, IssuerKeys keys, TokenDigest tokenDigest, long now, boolean mayFetch) {
        if (keys.keys().isEmpty() && keys.provider().isEmpty()) {
            throw new TokenRefusedException(TokenRefusal.UNKNOWN_ISSUER);
        }
        var claims = jwt.claims();
        var signer = keyring(keys).signerOf(jwt);
        if (signer == null) {
            throw notSigned(jwt, keys, now, mayFetch);
        }
        claims.requireValidAt(now, maxLifetime);
        cache.add(tokenDigest, claims.player(), claims.expiry(), signer, now);
        metrics.verified();
        return claims.player();
    }

    /** Only a token that would be valid with another key, which the issuer may have published, is worth a fetch (E31). */
    private RuntimeException notSigned(Jwt jwt, IssuerKeys keys, long now, boolean mayFetch) {
        var canBePublished = ASYMMETRIC.contains(jwt.algorithm()) && !keys.hasKeyNamed(jwt.algorithm(), jwt.kid());
        if (keys.provider().isEmpty() || !canBePublished) {
            return new TokenRefusedException(TokenRefusal.INVALID_SIGNATURE);
        }
        jwt.claims().requireValidAt(now, maxLifetime);
        return missingKey(keys, keys.provider().get(), mayFetch);
    }

    private static RuntimeException missingKey(IssuerKeys keys, KeySetSource provider, boolean mayFetch) {
        var fetch = mayFetch ? provider.fetch() : Optional.<Future<Void>>empty();
        if (fetch.isPresent()) {
            return new MissingKeyException(fetch.get());
        }
        return new TokenRefusedException(
                keys.keys().isEmpty() ? TokenRefusal.KEYS_UNAVAILABLE : TokenRefusal.UNKNOWN_KEY);
    }

    TokenMetrics metrics() {
        return metrics;
    }

    private Keyring keyring(IssuerKeys keys) {
        var keyring = keyrings.get(keys.name());
        if (keyring == null || keyring.issuer() != keys) {
            keyring = new Keyring(vertx, keys);
            keyrings.put(keys.name(), keyring);
        }
        return keyring;
    }
}
