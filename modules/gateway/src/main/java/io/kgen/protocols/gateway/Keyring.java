package io.kgen.protocols.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;

/**
 * The keys that may sign for an issuer.
 *
 * <p>{@link JWTAuth} checks the signature and nothing else here: it accepts unsigned tokens when it has no key, tokens
 * without {@code exp}, and throws on claims of a wrong type, so claims are {@link Claims}' business.
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

    /** The payload of a token that one of the keys signed. */
    JsonObject verify(String token) {
        try {
            // It computes and asks nobody, so it has completed when it returns.
            var verified = auth.authenticate(new TokenCredentials(token));
            if (verified.succeeded()) {
                return verified.result().attributes().getJsonObject("accessToken");
            }
        } catch (RuntimeException e) {
            // Whatever it stumbled over came out of the token.
        }
        throw Unauthorized.because("the token is not valid");
    }
}
