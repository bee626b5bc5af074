package io.kgen.protocols.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells who is calling by the token in {@code user-jwt-token}.
 *
 * <p>A verified token is remembered until its {@code exp}, bounded in number (E32): verifying costs ten times what
 * remembering does. The keys are those of the start, so a withdrawn key takes its remembered tokens with it.
 */
final class Tokens {

    static final String HEADER = "user-jwt-token";

    private static final int MAX_LENGTH = 4 * 1024;
    private static final Pattern COMPACT_JWS = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]++");

    private record Verified(PlayerId player, long expiry) {}

    private final Keyring defaultKeyring;
    private final Map<String, Keyring> keyrings;
    private final Cache<String, Verified> remembered;
    private final Clock clock;

    Tokens(Vertx vertx, AuthConfig config, Clock clock) {
        this.clock = clock;
        defaultKeyring = config.defaultKeys().isEmpty() ? null : new Keyring(vertx, config.defaultKeys());
        keyrings = config.issuerKeys().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, issuer -> new Keyring(vertx, issuer.getValue())));
        remembered = Caffeine.newBuilder()
                .maximumSize(config.rememberedTokens())
                .executor(Runnable::run)
                .build();
    }

    /**
     * The caller of a request with these headers.
     *
     * @throws HttpFailure {@code UN_AUTHORIZED}
     */
    PlayerId caller(MultiMap headers) {
        var values = headers.getAll(HEADER);
        if (values.size() != 1) {
            throw Unauthorized.because(
                    values.isEmpty() ? "the header " + HEADER + " is missing" : "one token, not several");
        }
        return verify(values.get(0));
    }

    /** How many tokens are remembered at the moment. */
    long remembered() {
        remembered.cleanUp();
        return remembered.estimatedSize();
    }

    private PlayerId verify(String token) {
        var now = clock.millis() / 1_000;
        var known = remembered.getIfPresent(token);
        if (known != null && now < known.expiry) {
            return known.player;
        }
        var claims = verified(token);
        claims.requireValidAt(now);
        var player = claims.player();
        remembered.put(token, new Verified(player, claims.expiry()));
        return player;
    }

    private Claims verified(String token) {
        if (token.length() > MAX_LENGTH || !COMPACT_JWS.matcher(token).matches()) {
            throw Unauthorized.because("the header " + HEADER + " is not a JWT");
        }
        return new Claims(keyringOf(token).verify(token));
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
