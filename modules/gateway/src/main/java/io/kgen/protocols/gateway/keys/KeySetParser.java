package io.kgen.protocols.gateway.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import io.kgen.protocols.gateway.VerificationKey;
import io.kgen.protocols.platform.Secret;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads the keys of a JSON Web Key Set that can verify tokens, by the rules for configured keys. It ignores the others: keys
 * for encryption, of other algorithms, too short ones, and symmetric ones, which must not be published.
 */
final class KeySetParser {

    private static final int MAX_KEYS = 100;

    /** An Ed25519 public key in X.509 is these bytes and the 32 of the key (RFC 8410). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_BYTES = 32;

    private KeySetParser() {}

    /** @throws KeySetException unless it is a key set with usable keys whose names are unique for each algorithm */
    static List<VerificationKey> parse(String json) {
        var keys = new ArrayList<VerificationKey>();
        var names = new HashSet<List<String>>();
        for (var jwk : read(json)) {
            key(jwk).filter(VerificationKey::isUsable).ifPresent(key -> {
                if (key.kid() != null && !names.add(List.of(key.kid(), key.algorithm()))) {
                    throw new KeySetException("two of its keys have one kid");
                }
                keys.add(key);
            });
        }
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new KeySetException("it has " + keys.size() + " usable keys, not 1 to " + MAX_KEYS);
        }
        return List.copyOf(keys);
    }

    private static List<JWK> read(String json) {
        try {
            return JWKSet.parse(json).getKeys();
        } catch (ParseException e) {
            throw new KeySetException("it is not a JSON Web Key Set");
        }
    }

    private static Optional<VerificationKey> key(JWK jwk) {
        var isForSignatures = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
        var mayVerify = jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY);
        if (!isForSignatures || !mayVerify) {
            return Optional.empty();
        }
        try {
            return encoded(jwk)
                    .flatMap(publicKey -> algorithm(jwk)
                            .map(algorithm ->
                                    new VerificationKey(algorithm, jwk.getKeyID(), new Secret(pem(publicKey)))));
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    /** Many providers publish no {@code alg}; then the key has the algorithm that the type of the key is used with. */
    private static Optional<String> algorithm(JWK jwk) {
        if (jwk.getAlgorithm() != null) {
            return Optional.of(jwk.getAlgorithm().getName());
        }
        if (jwk instanceof ECKey ec) {
            return Curve.P_256.equals(ec.getCurve())
                    ? Optional.of("ES256")
                    : Optional.of("ES384").filter(es384 -> Curve.P_384.equals(ec.getCurve()));
        }
        return Optional.of(jwk instanceof RSAKey ? "RS256" : "EdDSA");
    }

    /** The public key in X.509; empty for a symmetric one. */
    private static Optional<byte[]> encoded(JWK jwk) throws JOSEException {
        if (jwk instanceof RSAKey rsa) {
            return Optional.of(rsa.toPublicKey().getEncoded());
        }
        if (jwk instanceof ECKey ec) {
            return Optional.of(ec.toPublicKey().getEncoded());
        }
        return jwk instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())
                ? Optional.of(ed25519(pair.getDecodedX()))
                : Optional.empty();
    }

    /** Nimbus does not convert these keys. */
    private static byte[] ed25519(byte[] x) throws JOSEException {
        if (x.length != ED25519_BYTES) {
            throw new JOSEException("not an Ed25519 key");
        }
        var encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + x.length);
        System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
        return encoded;
    }

    private static String pem(byte[] publicKey) {
        return Base64.getMimeEncoder().encodeToString(publicKey);
    }
}
