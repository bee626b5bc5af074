package io.kgen.protocols.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.sandbox.PlayerToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The authentication rules of the contract over HTTP. */
@PlatformTest(configuration = AuthenticationIT.ISSUERS)
class AuthenticationIT {

    private static final String SECRET_OF_A = "the secret of tenant A, not used elsewhere";
    private static final String SECRET_OF_B = "the secret of tenant B, not used elsewhere";
    private static final String SECRET_OF_NUMBER = "the secret of an issuer that is called a number";
    private static final PlayerToken TOKEN = PlayerToken.of(RunningPlatform.ISSUER, "user");

    static final String ISSUERS = "auth: { issuers: ["
            + "{ issuer: tenant-a, keys: [{ algorithm: HS256, kid: '2026', secret: '" + SECRET_OF_A + "' }] },"
            + "{ issuer: tenant-b, keys: [{ algorithm: HS256, kid: '2026', secret: '" + SECRET_OF_B + "' }] },"
            + "{ issuer: '9124643460', keys: [{ algorithm: HS256, secret: '" + SECRET_OF_NUMBER + "' }] }]}";

    private final RunningPlatform platform;

    AuthenticationIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void acceptsATokenWithTheDocumentedClaims() {
        assertThat(statusFor(TOKEN.signedBy(RunningPlatform.SECRET))).isEqualTo(200);
    }

    @Test
    void acceptsBothSecretsOfTheDefaultKeyringDuringRotation() {
        assertThat(statusFor(TOKEN.signedBy(RunningPlatform.PREVIOUS_SECRET))).isEqualTo(200);
    }

    @Test
    void acceptsANumericIssuerClaim() {
        var token = TOKEN.claim("iss", 9_124_643_460L).claim("client_id", 9_124_643_460L);

        assertThat(statusFor(token.signedBy(SECRET_OF_NUMBER))).isEqualTo(200);
        assertThat(statusFor(token.signedBy(RunningPlatform.SECRET))).isEqualTo(401);
    }

    @Test
    void acceptsATokenThatExpired30SecondsAgo() {
        assertThat(statusFor(TOKEN.validFor(Duration.ofSeconds(-30)).signedBy(RunningPlatform.SECRET)))
                .isEqualTo(200);
    }

    @Test
    void e24_theSameUserIdOfTwoIssuersIdentifiesTwoPlayers() {
        platform.link("tenant-a", "same", "9876543210");
        var ofA = PlayerToken.of("tenant-a", "same").header("kid", "2026").signedBy(SECRET_OF_A);
        var ofB = PlayerToken.of("tenant-b", "same").header("kid", "2026").signedBy(SECRET_OF_B);

        assertThat(platform.send(Request.linkedNumber().by(ofA)).json().getString("LinkedPhone"))
                .isEqualTo("9876543210");
        assertThat(platform.send(Request.linkedNumber().by(ofB)).error()).isEqualTo("RECORD_NOT_FOUND");
    }

    @Test
    void e30_rejectsATokenOfIssuerBSignedWithTheKeyOfIssuerA() {
        assertThat(statusFor(PlayerToken.of("tenant-b", "user").signedBy(SECRET_OF_A)))
                .isEqualTo(401);
    }

    @Test
    void e30_rejectsTheKeyOfAnotherIssuerWithTheSameKid() {
        var token = PlayerToken.of("tenant-b", "user").header("kid", "2026");

        assertThat(statusFor(token.signedBy(SECRET_OF_B))).isEqualTo(200);
        assertThat(statusFor(token.signedBy(SECRET_OF_A))).isEqualTo(401);
    }

    @Test
    void e30_rejectsTheDefaultKeyForAnIssuerWithItsOwnKeys() {
        assertThat(statusFor(PlayerToken.of("tenant-a", "user").signedBy(RunningPlatform.SECRET)))
                .isEqualTo(401);
    }

    @Test
    void e30_rejectsAnIssuerKeyForAnIssuerOfTheDefaultKeyring() {
        assertThat(statusFor(TOKEN.signedBy(SECRET_OF_A))).isEqualTo(401);
    }

    @Test
    void e33_rejectsADuplicateIssuerClaimThatNamesAnotherTenant() {
        platform.link("tenant-b", "victim", "9876543211");
        var expiry = Instant.now().getEpochSecond() + 3_600;
        for (var name : List.of("\u00c1\u00a9ss", "i\u00c1\u00b3s", "\u00e0\u0081\u00a9ss", "iss", "\\u0069ss")) {
            // Each character is one byte, so that the overlong forms are sent as they are.
            var payload = "{\"iss\":\"tenant-a\",\"user_id\":\"victim\",\"exp\":%d,\"%s\":\"tenant-b\"}"
                    .formatted(expiry, name)
                    .getBytes(StandardCharsets.ISO_8859_1);
            var header = "{\"alg\":\"HS256\",\"kid\":\"2026\"}".getBytes(StandardCharsets.UTF_8);
            var answer = platform.send(Request.linkedNumber().by(PlayerToken.ofBytes(header, payload, SECRET_OF_A)));

            assertThat(answer.status()).as(name).isEqualTo(401);
            assertThat(answer.text()).doesNotContain("9876543211");
        }
    }

    @Test
    void theMessageStatesWhyATokenIsRejected() {
        assertThat(messageFor(TOKEN.validFor(Duration.ofSeconds(-61)))).isEqualTo("the token has expired");
        assertThat(messageFor(TOKEN.claim("user_id", 5))).contains("user_id must be text");
        assertThat(messageFor(TOKEN.claim("x", "x".repeat(4_096)))).contains("longer than 4096");
        assertThat(messageFor(TOKEN.claim("exp", System.currentTimeMillis() + 60_000)))
                .contains("milliseconds");
    }

    private String messageFor(PlayerToken token) {
        return platform.send(Request.history("").by(token.signedBy(RunningPlatform.SECRET)))
                .json()
                .getString("msg");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rejectedTokens")
    void rejectsInvalidTokens(String what, String token) {
        var answer = platform.send(Request.history("").by(token));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("UN_AUTHORIZED");
        assertThat(answer.text())
                .as("the message must not contain the token")
                .doesNotContain(token.isEmpty() ? "eyJ" : token);
    }

    static Stream<Arguments> rejectedTokens() throws NoSuchAlgorithmException {
        var secret = RunningPlatform.SECRET;
        var good = TOKEN.signedBy(secret);
        var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        return Stream.of(
                Arguments.of("an empty header", ""),
                Arguments.of("no JWT", "player-one"),
                Arguments.of("a JWT behind Bearer", "Bearer " + good),
                Arguments.of("a JWT of two parts", good.substring(0, good.lastIndexOf('.'))),
                Arguments.of("a payload that is not base64", good.replaceFirst("\\.[^.]+\\.", ".{}!.")),
                Arguments.of("a payload that is not JSON", PlayerToken.ofPayload("{\"user_id\":", secret)),
                Arguments.of("a payload that is not an object", PlayerToken.ofPayload("[]", secret)),
                Arguments.of("alg none", TOKEN.unsigned()),
                Arguments.of(
                        "alg none with a signature", TOKEN.header("alg", "none").unsigned() + "AAAA"),
                Arguments.of(
                        "HS512 for a key of HS256", TOKEN.header("alg", "HS512").signedBy(secret)),
                Arguments.of("RS256 for a key of HS256", TOKEN.signedBy(rsa)),
                Arguments.of("a wrong signature", TOKEN.signedBy("a secret that is long enough but unknown")),
                Arguments.of("no exp", TOKEN.without("exp").signedBy(secret)),
                Arguments.of(
                        "expired 61 s ago",
                        TOKEN.validFor(Duration.ofSeconds(-61)).signedBy(secret)),
                Arguments.of("exp as text", TOKEN.claim("exp", "4102444800").signedBy(secret)),
                Arguments.of("exp null", TOKEN.claim("exp", null).signedBy(secret)),
                Arguments.of(
                        "exp in milliseconds",
                        TOKEN.claim("exp", System.currentTimeMillis() + 60_000).signedBy(secret)),
                Arguments.of(
                        "exp in 367 days", TOKEN.validFor(Duration.ofDays(367)).signedBy(secret)),
                Arguments.of("crit", TOKEN.header("crit", List.of("exp")).signedBy(secret)),
                Arguments.of("nbf as text", TOKEN.claim("nbf", "0").signedBy(secret)),
                Arguments.of(
                        "nbf in an hour", TOKEN.claim("nbf", 4_102_444_800L).signedBy(secret)),
                Arguments.of("iat as a list", TOKEN.claim("iat", List.of(0)).signedBy(secret)),
                Arguments.of("iat null", TOKEN.claim("iat", null).signedBy(secret)),
                Arguments.of("no user_id", TOKEN.without("user_id").signedBy(secret)),
                Arguments.of("an empty user_id", TOKEN.claim("user_id", "").signedBy(secret)),
                Arguments.of("no iss", TOKEN.without("iss").signedBy(secret)),
                Arguments.of(
                        "more than 4 KB",
                        TOKEN.claim("wallet_address", "x".repeat(4_096)).signedBy(secret)),
                Arguments.of("the first documented sample, expired in 2023", sample("expired")),
                Arguments.of("the second documented sample, whose payload is damaged", sample("damaged")));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationRejectsAMissingAndADuplicateToken(Request operation) {
        var token = TOKEN.signedBy(RunningPlatform.SECRET);

        assertThat(platform.send(operation).error()).isEqualTo("UN_AUTHORIZED");
        assertThat(platform.send(operation.by(token).by(token)).error()).isEqualTo("UN_AUTHORIZED");
    }

    static Stream<Request> operations() {
        return Stream.of(Request.linkedNumber(), Request.drop("event", "{}"), Request.redirect(), Request.history(""));
    }

    private int statusFor(String token) {
        return platform.send(Request.history("").by(token)).status();
    }

    private static String sample(String name) {
        try (var file = AuthenticationIT.class.getResourceAsStream("/sample-tokens/" + name + ".jwt")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
