package io.kgen.protocols.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.kgen.protocols.gateway.VerificationKey;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys of a published key set are used. */
class KeySetParserTest {

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"})
    void readsAKeyOfEachAlgorithm(String algorithm) {
        var parsed = parse(SigningKey.create(algorithm, "one").jwk()).get(0);

        assertThat(parsed.algorithm()).isEqualTo(algorithm);
        assertThat(parsed.kid()).isEqualTo("one");
        assertThat(parsed.isUsable()).isTrue();
    }

    @Test
    void takesTheAlgorithmOfAKeyWithoutOneFromItsType() throws Exception {
        var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        assertThat(parse(
                        new RSAKey.Builder((RSAPublicKey) rsa.getPublic())
                                .keyID("a")
                                .build(),
                        new ECKeyGenerator(Curve.P_256).keyID("b").generate().toPublicJWK(),
                        new ECKeyGenerator(Curve.P_384).keyID("c").generate().toPublicJWK()))
                .extracting(VerificationKey::algorithm)
                .containsExactly("RS256", "ES256", "ES384");
    }

    @Test
    void ignoresWhatCannotVerifyTokens() throws Exception {
        var short1024 = KeyPairGenerator.getInstance("RSA");
        short1024.initialize(1_024);
        var good = SigningKey.create("ES256", "good");
        assertThat(parse(
                        good.jwk(),
                        new OctetSequenceKey.Builder(new byte[64])
                                .keyID("symmetric")
                                .build(),
                        new RSAKey.Builder((RSAPublicKey)
                                        short1024.generateKeyPair().getPublic())
                                .keyID("short")
                                .build(),
                        new ECKeyGenerator(Curve.P_256)
                                .keyID("encryption")
                                .keyUse(KeyUse.ENCRYPTION)
                                .generate()
                                .toPublicJWK(),
                        new ECKeyGenerator(Curve.P_521)
                                .keyID("curve")
                                .generate()
                                .toPublicJWK()))
                .containsExactly(parse(good.jwk()).get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html/>", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}"})
    void refusesATextWithoutAUsableKey(String text) {
        assertThatThrownBy(() -> KeySetParser.parse(text)).isInstanceOf(KeySetException.class);
    }

    @Test
    void e35_refusesTwoKeysWithOneKid() {
        assertThatThrownBy(() -> parse(
                        SigningKey.create("ES256", "one").jwk(),
                        SigningKey.create("ES256", "one").jwk()))
                .isInstanceOf(KeySetException.class)
                .hasMessageContaining("kid");
    }

    private static List<VerificationKey> parse(JWK... keys) {
        return KeySetParser.parse(new JWKSet(Stream.of(keys).toList()).toString());
    }
}
