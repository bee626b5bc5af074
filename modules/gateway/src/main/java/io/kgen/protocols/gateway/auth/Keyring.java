package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.gateway.keys.IssuerKeys;
import io.kgen.protocols.gateway.keys.TrustedKey;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;

/**
 * Verifies signatures by the keys of one issuer. Belongs to one event loop, because a {@link JWTAuth} locks its key.
 *
 * <p>{@link JWTAuth} verifies the signature and nothing else here: it accepts unsigned tokens when it has no key and tokens
 * without {@code exp}, and throws on claims of a wrong type. It parses the token a second time and leniently, which is safe
 * only behind {@link Jwt#parse}: of strict JSON, it reads the same {@code alg} and {@code kid}. It has one key, so that the
 * key of a remembered token is known.
 */
final class Keyring {

    private record Verifier(TrustedKey key, JWTAuth auth) {}

    private final IssuerKeys issuer;
    private final List<Verifier> verifiers;

    Keyring(Vertx vertx, IssuerKeys issuer) {
        this.issuer = issuer;
        this.verifiers = issuer.keys().stream()
                .map(key -> new Verifier(key, verifier(vertx, key)))
                .toList();
    }

    private static JWTAuth verifier(Vertx vertx, TrustedKey trusted) {
        return JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(trusted.key().options())
                        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    }

    /** The keys that this keyring was made of. */
    IssuerKeys issuer() {
        return issuer;
    }

    /** The key that, by its own algorithm, signed the token; null if none did. */
    TrustedKey signerOf(Jwt token) {
        for (var verifier : verifiers) {
            if (verifier.key.matches(token.algorithm(), token.kid()) && hasSigned(verifier.auth, token)) {
                return verifier.key;
            }
        }
        return null;
    }

    private static boolean hasSigned(JWTAuth auth, Jwt token) {
        try {
            // It only computes, so the future is completed when it returns.
            return auth.authenticate(new TokenCredentials(token.compact())).succeeded();
        } catch (RuntimeException e) {
            // The token caused it, and tokens are not logged.
            return false;
        }
    }
}
