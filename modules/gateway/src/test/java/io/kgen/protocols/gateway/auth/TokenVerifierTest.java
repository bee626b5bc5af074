package io.kgen.protocols.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.gateway.VerificationKey;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.PlayerToken;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The section "Who is calling" of the HTTP contract: which key is valid for which issuer. */
class TokenVerifierTest extends TokenVerifierFixture {

    @Test
    void returnsThePlayerOfAValidToken() {
        assertThat(caller(token().signedBy(SECRET))).isEqualTo(new PlayerId("client", "user"));
    }

    @Test
    void acceptsEveryActiveKeySoThatKeysRotate() {
        assertThat(caller(token().signedBy(ROTATED))).isEqualTo(new PlayerId("client", "user"));
    }

    @Test
    void acceptsAnIssuerWrittenAsANumber() {
        var token = token().claim("iss", 9124643460L).claim("client_id", 9124643460L);
        assertThat(caller(token.signedBy(SECRET))).isEqualTo(new PlayerId("9124643460", "user"));
    }

    @Test
    void acceptsANumericAudienceBecauseAudiencesAreIgnored() {
        assertThat(caller(token().claim("aud", 7).signedBy(SECRET)).userId()).isEqualTo("user");
    }

    @Test
    void acceptsAnExpiryOfLessThanAMinuteAgo() {
        assertThat(caller(token().validFor(Duration.ofSeconds(-30)).signedBy(SECRET))
                        .userId())
                .isEqualTo("user");
    }

    @Test
    void e24_theSameUserIdOfTwoIssuersIsTwoPlayers() {
        var ofA = caller(PlayerToken.of("issuer-a", "user").signedBy(SECRET_OF_A));
        var ofB = caller(PlayerToken.of("issuer-b", "user").signedBy(SECRET_OF_B));
        assertThat(ofA).isNotEqualTo(ofB);
    }

    @Test
    void e30_rejectsATokenOfOneIssuerSignedByTheKeyOfAnother() {
        rejects(PlayerToken.of("issuer-b", "user").signedBy(SECRET_OF_A));
        rejects(PlayerToken.of("issuer-a", "user").signedBy(SECRET));
        rejects(PlayerToken.of("somebody-else", "user").signedBy(SECRET_OF_A));
    }

    @Test
    void e30_theSameKidOfTwoIssuersIsTwoKeys() {
        var token = PlayerToken.of("issuer-b", "user").header("kid", "shared-kid");
        rejects(token.signedBy(SECRET_OF_A));
        assertThat(caller(token.signedBy(SECRET_OF_B)).issuer()).isEqualTo("issuer-b");
    }

    @Test
    void rejectsIssuersWithoutKeysIfThereIsNoDefaultKeyring() {
        var closed = tokens(List.of(), Map.of("issuer-a", List.of(hs256(SECRET_OF_A))));
        assertThatThrownBy(() -> closed.caller(headers(token().signedBy(SECRET))))
                .isInstanceOf(TokenRefusedException.class);
        assertThat(closed.caller(headers(PlayerToken.of("issuer-a", "u").signedBy(SECRET_OF_A)))
                        .userId())
                .isEqualTo("u");
    }

    @Test
    void rejectsAMissingAnEmptyAndADuplicateHeader() {
        var token = token().signedBy(SECRET);
        for (var headers : List.of(headers(), headers(""), headers(token, token))) {
            assertThatThrownBy(() -> tokens.caller(headers)).isInstanceOf(TokenRefusedException.class);
        }
    }

    @Test
    void rejectsAnUnsignedToken() {
        var unsigned = token().unsigned();
        rejects(unsigned);
        rejects(unsigned + "AAAA");
        rejects(unsigned.substring(0, unsigned.length() - 1));
    }

    @Test
    void rejectsAnotherAlgorithmThanThatOfTheKey() throws Exception {
        rejects(token().header("alg", "HS512").signedBy(SECRET));
        rejects(token().signedBy(keyPair("RSA").getPrivate()));
    }

    @Test
    void verifiesWithAPublicKeyAndNeverUsesItAsASecret() throws Exception {
        for (var algorithm : Map.of("RS256", "RSA", "ES256", "EC").entrySet()) {
            var keys = keyPair(algorithm.getValue());
            var pem = pem(keys);
            var own = tokens(
                    List.of(),
                    Map.of("client", List.of(new VerificationKey(algorithm.getKey(), null, new Secret(pem)))));
            assertThat(own.caller(headers(token().signedBy(keys.getPrivate()))).userId())
                    .isEqualTo("user");
            assertThatThrownBy(() -> own.caller(headers(token().signedBy(pem))))
                    .isInstanceOf(TokenRefusedException.class);
        }
    }

    @Test
    void rejectsAWrongSignature() {
        rejects(token().signedBy(SECRET + "x"));
        var token = token().signedBy(SECRET);
        var last = token.charAt(token.length() - 10) == 'A' ? 'B' : 'A';
        rejects(token.substring(0, token.length() - 10) + last + token.substring(token.length() - 9));
    }

    private static KeyPair keyPair(String algorithm) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair keys) {
        var base64 = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }
}
