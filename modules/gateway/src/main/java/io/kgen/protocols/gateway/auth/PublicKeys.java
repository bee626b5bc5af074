package io.kgen.protocols.gateway.auth;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks public keys, and recognizes public material that must not be used as a secret. */
public final class PublicKeys {

    private static final int MIN_RSA_BITS = 2_048;

    /** PEM of any kind, the forms of OpenSSH, and a JSON Web Key or a set of them. */
    private static final Pattern PUBLIC = Pattern.compile(
            "-----BEGIN |---- BEGIN SSH2|^\\s*(ssh-|ecdsa-sha2-|sk-ssh-|sk-ecdsa-)|\"(kty|keys)\"\\s*:");

    private static final Pattern ARMOR = Pattern.compile("-----(BEGIN|END) PUBLIC KEY-----");

    private PublicKeys() {}

    public static Optional<String> violationOfRsa(String pem) {
        var key = parse(pem, "RSA").map(RSAPublicKey.class::cast);
        if (key.isEmpty()) {
            return Optional.of("must be an RSA public key in PEM");
        }
        return key.get().getModulus().bitLength() < MIN_RSA_BITS
                ? Optional.of("must be an RSA key of " + MIN_RSA_BITS + " bits or more")
                : Optional.empty();
    }

    /**
     * The rule that a key on an elliptic curve breaks.
     *
     * @param standardName of the curve in Java
     */
    public static Optional<String> violationOfCurve(String pem, String curve, String standardName) {
        return parse(pem, "EC").filter(key -> isOn(standardName, key)).isPresent()
                ? Optional.empty()
                : Optional.of("must be a public key on the curve " + curve + ", in PEM");
    }

    public static Optional<String> violationOfEd25519(String pem) {
        return parse(pem, "Ed25519").isPresent()
                ? Optional.empty()
                : Optional.of("must be an Ed25519 public key in PEM");
    }

    /** The text that Vert.x reads, which wants the lines of PEM to be exact. */
    public static String inPem(String pem) {
        var base64 = ARMOR.matcher(pem).replaceAll("");
        var lines =
                Base64.getMimeEncoder().encodeToString(Base64.getMimeDecoder().decode(base64));
        return "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
    }

    /** Whether the text is a public key, a certificate or any PEM, none of which can be an HMAC secret. */
    public static boolean isPublic(String text) {
        return PUBLIC.matcher(text).find()
                || Stream.of("RSA", "EC", "EdDSA", "RSASSA-PSS")
                        .anyMatch(type -> parse(text, type).isPresent())
                || isCertificate(text);
    }

    private static Optional<PublicKey> parse(String pem, String type) {
        try {
            var base64 = ARMOR.matcher(pem).replaceAll("");
            var encoded = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            return Optional.of(KeyFactory.getInstance(type).generatePublic(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isCertificate(String base64) {
        try {
            var encoded = Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.UTF_8));
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isOn(String standardName, PublicKey key) {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(standardName));
            var expected = parameters.getParameterSpec(ECParameterSpec.class);
            var curve = ((ECPublicKey) key).getParams();
            return curve.getCurve().equals(expected.getCurve())
                    && curve.getGenerator().equals(expected.getGenerator())
                    && curve.getOrder().equals(expected.getOrder());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has this curve", e);
        }
    }
}
