package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.Secret;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A key that verifies tokens.
 *
 * @param kid tokens that name another one are not this key's; null for a key without a name
 * @param material the HMAC secret, or the public key as PEM
 */
public record VerificationKey(String algorithm, String kid, Secret material) {

    private static final Set<String> SECRET = Set.of("HS256", "HS384", "HS512");
    private static final Map<String, String> PUBLIC = Map.of("RS256", "RSA", "ES256", "EC");
    private static final int MIN_SECRET_BYTES = 32;

    /** What is wrong with it, if anything. */
    Optional<String> fault() {
        if (SECRET.contains(algorithm)) {
            return material.bytes() < MIN_SECRET_BYTES
                    ? Optional.of("must be a secret of " + MIN_SECRET_BYTES + " bytes or more")
                    : Optional.empty();
        }
        if (!PUBLIC.containsKey(algorithm)) {
            return Optional.of("must have one of the algorithms HS256, HS384, HS512, RS256, ES256");
        }
        return isPublicKey() ? Optional.empty() : Optional.of("must be a public key of its algorithm, in PEM");
    }

    PubSecKeyOptions options() {
        return new PubSecKeyOptions().setAlgorithm(algorithm).setId(kid).setBuffer(material.value());
    }

    private boolean isPublicKey() {
        try {
            var base64 = material.value().replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "");
            var encoded = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            KeyFactory.getInstance(PUBLIC.get(algorithm)).generatePublic(encoded);
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
