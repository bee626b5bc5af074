package io.kgen.protocols.gateway;

import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells who is calling by the token in {@code user-jwt-token}. Belongs to one event loop.
 *
 * <p>A verified token is remembered until its {@code exp}: verifying costs ten times what remembering does. The keys are
 * those of the start, so a withdrawn key takes its remembered tokens with it.
 */
final class Tokens {

    static final String HEADER = "user-jwt-token";

    private static final CharSequence FAST_HEADER = HttpHeaders.createOptimized(HEADER);
    private static final int MAX_LENGTH = 4 * 1024;
    private static final Pattern COMPACT_JWS = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]++");

    private final Keyring defaultKeyring;
    private final Map<String, Keyring> keyrings;
    private final RememberedTokens remembered;
    private final Clock clock;

    Tokens(Vertx vertx, AuthConfig config, RememberedTokens remembered, Clock clock) {
        this.remembered = remembered;
        this.clock = clock;
        defaultKeyring = config.defaultKeys().isEmpty() ? null : new Keyring(vertx, config.defaultKeys());
        keyrings = config.issuerKeys().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, issuer -> new Keyring(vertx, issuer.getValue())));
    }

    /**
     * The caller of a request with these headers.
     *
     * @throws HttpFailure {@code UN_AUTHORIZED}
     */
    PlayerId caller(MultiMap headers) {
        var values = headers.getAll(FAST_HEADER);
        if (values.size() != 1) {
            throw Unauthorized.because(
                    values.isEmpty() ? "the header " + HEADER + " is missing" : "one token, not several");
        }
        return caller(values.get(0));
    }

    private PlayerId caller(String token) {
        if (token.length() > MAX_LENGTH) {
            throw notAToken();
        }
        var now = clock.millis() / 1_000;
        var tokenDigest = TokenDigest.of(token);
        var known = remembered.find(tokenDigest, now);
        return known == null ? verify(token, tokenDigest, now) : known;
    }

    private PlayerId verify(String token, TokenDigest tokenDigest, long now) {
        if (!COMPACT_JWS.matcher(token).matches()) {
            throw notAToken();
        }
        var claims = new Claims(keyringOf(token).verify(token));
        claims.requireValidAt(now);
        var player = claims.player();
        remembered.add(tokenDigest, player, claims.expiry(), now);
        return player;
    }

    private static HttpFailure notAToken() {
        return Unauthorized.because("the header " + HEADER + " is not a JWT");
    }

    /** An issuer with keys of its own is verified by those only: nobody else's key may speak for it (E30). */
    private Keyring keyringOf(String token) {
        var own = keyrings.isEmpty()
                ? null
                : keyrings.get(Claims.unverified(token).issuer());
        var keyring = own == null ? defaultKeyring : own;
        if (keyring == null) {
            throw Unauthorized.because("the token's issuer is not known");
        }
        return keyring;
    }
}
