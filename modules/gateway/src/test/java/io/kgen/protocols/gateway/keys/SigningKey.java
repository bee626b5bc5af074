package io.kgen.protocols.gateway.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.kgen.protocols.gateway.VerificationKey;
import io.kgen.protocols.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;

/** A key of an issuer that signs tokens by Nimbus, which is another implementation than the one that verifies them. */
public final class SigningKey {

    private static final int RSA_BITS = 2_048;
    private static final int ED25519_BYTES = 32;

    private final String algorithm;
    private final String kid;
    private final Object key;

    private SigningKey(String algorithm, String kid, Object key) {
        this.algorithm = algorithm;
        this.kid = kid;
        this.key = key;
    }

    /** Creates a key for one of the supported algorithms. */
    public static SigningKey create(String algorithm, String kid) {
        try {
            return new SigningKey(
                    algorithm,
                    kid,
                    switch (algorithm) {
                        case "HS256", "HS384", "HS512" ->
                            "a secret that is long enough for each of the three algorithms "
                                    + "of HMAC, 64 bytes or more: " + kid;
                        case "RS256", "RS384", "RS512", "PS256" -> new RSAKeyGenerator(RSA_BITS).generate();
                        case "ES256" -> new ECKeyGenerator(Curve.P_256).generate();
                        case "ES384" -> new ECKeyGenerator(Curve.P_384).generate();
                        case "EdDSA" -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                        default -> throw new IllegalArgumentException(algorithm);
                    });
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same key, used with another algorithm. */
    public SigningKey as(String otherAlgorithm) {
        return new SigningKey(otherAlgorithm, kid, key);
    }

    /** As it is configured. */
    public VerificationKey verification() {
        return new VerificationKey(algorithm, kid, new Secret(material()));
    }

    private String material() {
        try {
            if (key instanceof String secret) {
                return secret;
            }
            if (key instanceof RSAKey rsa) {
                return pem(rsa.toPublicKey().getEncoded());
            }
            return key instanceof ECKey ec
                    ? pem(ec.toPublicKey().getEncoded())
                    : pem(((KeyPair) key).getPublic().getEncoded());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(byte[] encoded) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----";
    }

    /** As it is published. */
    public JWK jwk() {
        if (key instanceof RSAKey rsa) {
            return new RSAKey.Builder(rsa.toPublicJWK())
                    .keyID(kid)
                    .algorithm(JWSAlgorithm.parse(algorithm))
                    .keyUse(KeyUse.SIGNATURE)
                    .build();
        }
        if (key instanceof ECKey ec) {
            return new ECKey.Builder(ec.toPublicJWK())
                    .keyID(kid)
                    .algorithm(JWSAlgorithm.parse(algorithm))
                    .build();
        }
        var encoded = ((KeyPair) key).getPublic().getEncoded();
        var x = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x))
                .keyID(kid)
                .build();
    }

    /** Signs a token that is valid for an hour. */
    public String sign(String issuer, String userId) {
        return sign(issuer, userId, kid);
    }

    /** Signs a token that names another key. */
    public String sign(String issuer, String userId, String namedKid) {
        var header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
                .keyID(namedKid)
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .claim("user_id", userId)
                .expirationTime(Date.from(Instant.now().plusSeconds(3_600)))
                .build();
        try {
            if (key instanceof KeyPair pair) {
                return signByJdk(header, claims, pair);
            }
            var token = new SignedJWT(header, claims);
            if (key instanceof String secret) {
                token.sign(new MACSigner(secret));
            } else {
                token.sign(key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key));
            }
            return token.serialize();
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nimbus signs with Ed25519 only by another library. */
    private static String signByJdk(JWSHeader header, JWTClaimsSet claims, KeyPair pair)
            throws GeneralSecurityException {
        var content = header.toBase64URL() + "." + Base64URL.encode(claims.toString());
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + Base64URL.encode(signature.sign());
    }
}
