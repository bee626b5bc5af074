package io.kgen.protocols.gateway;

import io.kgen.protocols.gateway.auth.PublicKeys;
import io.kgen.protocols.platform.Secret;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.util.Optional;
import java.util.Set;

/**
 * A key that verifies tokens.
 *
 * @param kid tokens that name another one are not this key's; null for a key without a name
 * @param material the HMAC secret, or the public key as PEM
 */
public record VerificationKey(String algorithm, String kid, Secret material) {

    private static final Set<String> HMAC = Set.of("HS256", "HS384", "HS512");
    private static final int MIN_SECRET_BYTES = 32;

    /** Fewer are a placeholder such as a repeated character or blanks, and no random secret of 32 bytes. */
    private static final int MIN_DISTINCT_CHARACTERS = 4;

    /** Why it must not verify anything, if there is a reason (RFC 8725, 3.2 and 3.5). */
    Optional<String> fault() {
        if (HMAC.contains(algorithm)) {
            return faultOfSecret();
        }
        return switch (algorithm) {
            case "RS256" -> PublicKeys.faultOfRsa(material.value());
            case "ES256" -> PublicKeys.faultOfP256(material.value());
            default -> Optional.of("must have one of the algorithms HS256, HS384, HS512, RS256, ES256");
        };
    }

    private Optional<String> faultOfSecret() {
        if (material.byteLength() < MIN_SECRET_BYTES) {
            return Optional.of("must be a secret of " + MIN_SECRET_BYTES + " bytes or more");
        }
        if (material.value().isBlank() || material.value().chars().distinct().count() < MIN_DISTINCT_CHARACTERS) {
            return Optional.of("must be a random secret, not a few characters that are repeated");
        }
        // Everybody may know a public key, so everybody could sign with it (RFC 8725, 2.1).
        return PublicKeys.isPublic(material.value())
                ? Optional.of(
                        "must be a secret: " + algorithm + " with a public key or certificate lets everybody sign")
                : Optional.empty();
    }

    public PubSecKeyOptions options() {
        return new PubSecKeyOptions().setAlgorithm(algorithm).setId(kid).setBuffer(material.value());
    }
}
