package io.kgen.protocols.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayerTokenTest {

    private static final String SECRET = "a secret of at least thirty-two bytes";

    @Test
    void carriesTheClaimsOfTheDocumentedSamples() throws Exception {
        var claims = part(PlayerToken.of("client", "user").signedBy(SECRET), 1);
        assertThat(claims.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "sub",
                        "client_id",
                        "iat",
                        "iss",
                        "exp",
                        "user_id",
                        "third_party_client_id",
                        "namespaced_third_party_user_id",
                        "wallet_address");
        assertThat(claims.path("iss")).isEqualTo(claims.path("client_id"));
        assertThat(claims.path("namespaced_third_party_user_id").asText()).isEqualTo("client___user");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(86_400);
    }

    @Test
    void createsTheSameSignatureAsOpenssl() {
        var signature = PlayerToken.ofPayload("{}", "key").split("\\.", -1)[2];
        // printf '%s' "$header.$payload" | openssl dgst -sha256 -hmac key -binary | basenc --base64url
        assertThat(signature).isEqualTo("9EmJDfAi6fqc_FoO3yD77spdi7QZX-s9VzN89vOaOp0");
    }

    @Test
    void replacesAndRemovesClaims() throws Exception {
        var token = PlayerToken.of("client", "user")
                .claim("exp", "soon")
                .claim("aud", List.of(1))
                .without("iat");
        var claims = part(token.signedBy(SECRET), 1);
        assertThat(claims.path("exp").asText()).isEqualTo("soon");
        assertThat(claims.path("aud").path(0).asInt()).isEqualTo(1);
        assertThat(claims.has("iat")).isFalse();
    }

    @Test
    void anExpiredTokenIsIssuedBeforeItsExpiry() throws Exception {
        var claims = part(
                PlayerToken.of("client", "user")
                        .validFor(Duration.ofMinutes(-5))
                        .signedBy(SECRET),
                1);
        assertThat(claims.path("iat").asLong())
                .isLessThanOrEqualTo(claims.path("exp").asLong());
        assertThat(claims.path("exp").asLong()).isLessThan(System.currentTimeMillis() / 1_000);
    }

    @Test
    void anUnsignedTokenHasAlgNoneAndAnEmptySignature() throws Exception {
        var token = PlayerToken.of("client", "user").unsigned();
        assertThat(part(token, 0).path("alg").asText()).isEqualTo("none");
        assertThat(token).endsWith(".");
    }

    @Test
    void verifiesWithThePublicKeyOfTheSigningKey() throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var token = PlayerToken.of("client", "user").signedBy(keys.getPrivate());
        var verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(keys.getPublic());
        verifier.update(token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        assertThat(part(token, 0).path("alg").asText()).isEqualTo("RS256");
        assertThat(verifier.verify(Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1))))
                .isTrue();
    }

    private static JsonNode part(String token, int index) throws Exception {
        var bytes = Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]);
        return new ObjectMapper().readTree(new String(bytes, StandardCharsets.UTF_8));
    }
}
