package io.kgen.protocols.gateway;

import io.kgen.protocols.gateway.auth.PublicKeys;
import io.kgen.protocols.platform.Secret;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.util.Optional;
import java.util.Set;

/**
 * A key that verifies tokens.
 *
 * @param kid the name of the key; tokens with another {@code kid} are not verified by it; null for a key without a name
 * @param material the HMAC secret, or the public key as PEM
 */
public record VerificationKey(String algorithm, String kid, Secret material) {

    private static final Set<String> HMAC = Set.of("HS256", "HS384", "HS512");
    private static final int MIN_SECRET_BYTES = 32;

    /** A random secret of 32 bytes has more; fewer are a placeholder such as a repeated character or blanks. */
    private static final int MIN_DISTINCT_CHARACTERS = 4;

    /** The rule that the key breaks, or empty if it is usable (RFC 8725, 3.2 and 3.5). */
    Optional<String> fault() {
        if (HMAC.contains(algorithm)) {
            return violationOfSecret();
        }
        return switch (algorithm) {
            case "RS256", "RS384", "RS512", "PS256" -> PublicKeys.violationOfRsa(material.value());
            case "ES256" -> PublicKeys.violationOfCurve(material.value(), "P-256", "secp256r1");
            case "ES384" -> PublicKeys.violationOfCurve(material.value(), "P-384", "secp384r1");
            case "EdDSA" -> PublicKeys.violationOfEd25519(material.value());
            default ->
                Optional.of("must have one of the algorithms HS256, HS384, HS512, RS256, RS384, RS512, PS256, "
                        + "ES256, ES384, EdDSA");
        };
    }

    public boolean isUsable() {
        return fault().isEmpty();
    }

    private Optional<String> violationOfSecret() {
        if (material.byteLength() < MIN_SECRET_BYTES) {
            return Optional.of("must be a secret of " + MIN_SECRET_BYTES + " bytes or more");
        }
        if (material.value().isBlank() || material.value().chars().distinct().count() < MIN_DISTINCT_CHARACTERS) {
            return Optional.of("must be a random secret, not a few characters that are repeated");
        }
        // Anyone may know a public key, so anyone could sign with it (RFC 8725, 2.1).
        return PublicKeys.isPublic(material.value())
                ? Optional.of(
                        "must be a secret: " + algorithm + " with a public key or certificate lets everybody sign")
                : Optional.empty();
    }

    public PubSecKeyOptions options() {
        return new PubSecKeyOptions()
                .setAlgorithm(algorithm)
                .setId(kid)
                .setBuffer(HMAC.contains(algorithm) ? material.value() : PublicKeys.inPem(material.value()));
    }
}
