package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.gateway.VerificationKey;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;

/**
 * The keys that may sign the tokens of an issuer.
 *
 * <p>{@link JWTAuth} verifies the signature and nothing else here: it accepts unsigned tokens when it has no key and tokens
 * without {@code exp}, and throws on claims of a wrong type. It parses the token a second time and leniently, which is safe
 * only behind {@link Jwt#parse}: of strict JSON, it reads the same {@code alg} and {@code kid}.
 */
final class Keyring {

    private final JWTAuth auth;

    Keyring(Vertx vertx, List<VerificationKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a keyring without a key would accept unsigned tokens");
        }
        auth = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .setPubSecKeys(
                                keys.stream().map(VerificationKey::options).toList())
                        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    }

    /** Whether one of the keys, by its own algorithm, signed the token. */
    boolean hasSigned(Jwt token) {
        try {
            // It only computes, so the future is completed when it returns.
            return auth.authenticate(new TokenCredentials(token.compact())).succeeded();
        } catch (RuntimeException e) {
            // The token caused it, and tokens are not logged.
            return false;
        }
    }
}
