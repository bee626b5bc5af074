package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.platform.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E35: weak keys are rejected at the start. */
class VerificationKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef0123456789abcdef",
                "correct horse battery staple, and then some",
                "test-secret-test-secret-test-secret"
            })
    void acceptsASecret(String secret) {
        assertThat(violation("HS256", secret)).isEmpty();
    }

    @Test
    void e35_rejectsASecretOfBlanksOrOfAFewRepeatedCharacters() {
        for (var secret :
                new String[] {"x".repeat(32), " ".repeat(32), "\t \n ".repeat(16), "ab".repeat(20), "0".repeat(64)}) {
            assertThat(violation("HS256", secret)).contains("must be a random secret");
        }
        assertThat(violation("HS256", "0123456789abcdef0123456789abcde")).contains("32 bytes or more");
    }

    @Test
    void e35_rejectsAPublicKeyInEveryFormatAsASecret() throws GeneralSecurityException {
        for (var key : new PublicKey[] {rsa(2_048), ec("secp256r1"), eddsa()}) {
            var base64 = Base64.getEncoder().encodeToString(key.getEncoded());
            for (var algorithm : new String[] {"HS256", "HS384", "HS512"}) {
                assertThat(violation(algorithm, pem(key))).contains("must be a secret");
                assertThat(violation(algorithm, pem(key).replace("PUBLIC KEY", "RSA PUBLIC KEY")))
                        .contains("must be a secret");
                assertThat(violation(algorithm, base64)).contains("must be a secret");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUYc0123456789abcdef\n-----END CERTIFICATE-----",
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDabcdefghij user@host",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIabcdefghijk user@host",
                "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAA",
                "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx\",\"e\":\"AQAB\"}",
                "{\"keys\": [{\"kty\" : \"EC\", \"crv\": \"P-256\"}], \"x\": 1}"
            })
    void e35_rejectsPublicMaterialAsASecret(String text) {
        assertThat(violation("HS256", text)).contains("must be a secret");
    }

    @Test
    void e35_rejectsAShortRsaKey() throws GeneralSecurityException {
        assertThat(violation("RS256", pem(rsa(2_048)))).isEmpty();
        assertThat(violation("RS256", pem(rsa(1_024)))).contains("2048 bits or more");
        assertThat(violation("RS256", pem(ec("secp256r1")))).contains("must be an RSA public key");
        assertThat(violation("RS256", "0123456789abcdef0123456789abcdef")).contains("must be an RSA public key");
    }

    @Test
    void e35_rejectsAnotherCurveThanThatOfTheAlgorithm() throws GeneralSecurityException {
        assertThat(violation("ES256", pem(ec("secp256r1")))).isEmpty();
        assertThat(violation("ES256", pem(ec("secp384r1")))).contains("P-256");
        assertThat(violation("ES256", pem(rsa(2_048)))).contains("P-256");
    }

    private static String violation(String algorithm, String material) {
        return new VerificationKey(algorithm, null, new Secret(material))
                .fault()
                .orElse("");
    }

    private static PublicKey rsa(int bits) throws GeneralSecurityException {
        return generate("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
    }

    private static PublicKey ec(String curve) throws GeneralSecurityException {
        return generate("EC", new ECGenParameterSpec(curve));
    }

    private static PublicKey eddsa() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    }

    private static PublicKey generate(String type, AlgorithmParameterSpec parameters) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(type);
        generator.initialize(parameters);
        return generator.generateKeyPair().getPublic();
    }

    private static String pem(PublicKey key) {
        var base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }
}
