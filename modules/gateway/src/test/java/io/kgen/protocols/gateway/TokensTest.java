package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.PlayerToken;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Who is calling" of the HTTP contract. */
class TokensTest {

    private static final String SECRET = "the-secret-of-the-default-keyring-of-this-test";
    private static final String ROTATED = "the-secret-that-was-in-force-before-the-rotation";
    private static final String SECRET_OF_A = "the-secret-of-issuer-a-alone-and-of-nobody-else";
    private static final String SECRET_OF_B = "the-secret-of-issuer-b-alone-and-of-nobody-else";

    private static Vertx vertx;

    private final MovableClock clock = new MovableClock();
    private final RememberedTokens remembered = new RememberedTokens(100);
    private final Tokens tokens = tokens(
            remembered,
            List.of(hs256(SECRET), hs256(ROTATED)),
            Map.of(
                    "issuer-a",
                    List.of(hs256("shared-kid", SECRET_OF_A)),
                    "issuer-b",
                    List.of(hs256("shared-kid", SECRET_OF_B))));

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @Test
    void knowsThePlayerOfAValidToken() {
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
    void acceptsANumericAudienceBecauseNothingIsSaidOfAudiences() {
        assertThat(caller(token().claim("aud", 7).signedBy(SECRET)).userId()).isEqualTo("user");
    }

    @Test
    void acceptsAnExpiryOfLessThanAMinuteAgo() {
        assertThat(caller(token().validFor(Duration.ofSeconds(-30)).signedBy(SECRET))
                        .userId())
                .isEqualTo("user");
    }

    @Test
    void e24_sameUserIdOfTwoIssuersIsTwoPeople() {
        var ofA = caller(PlayerToken.of("issuer-a", "user").signedBy(SECRET_OF_A));
        var ofB = caller(PlayerToken.of("issuer-b", "user").signedBy(SECRET_OF_B));
        assertThat(ofA).isNotEqualTo(ofB);
    }

    @Test
    void e30_refusesOneIssuersTokenSignedByAnothersKey() {
        refuses(PlayerToken.of("issuer-b", "user").signedBy(SECRET_OF_A));
        refuses(PlayerToken.of("issuer-a", "user").signedBy(SECRET));
        refuses(PlayerToken.of("somebody-else", "user").signedBy(SECRET_OF_A));
    }

    @Test
    void e30_sameKidOfTwoIssuersIsTwoKeys() {
        var token = PlayerToken.of("issuer-b", "user").header("kid", "shared-kid");
        refuses(token.signedBy(SECRET_OF_A));
        assertThat(caller(token.signedBy(SECRET_OF_B)).issuer()).isEqualTo("issuer-b");
    }

    @Test
    void refusesAnyIssuerWithoutKeysWhenThereIsNoDefaultKeyring() {
        var closed = tokens(List.of(), Map.of("issuer-a", List.of(hs256(SECRET_OF_A))));
        assertThatThrownBy(() -> closed.caller(headers(token().signedBy(SECRET))))
                .isInstanceOf(HttpFailure.class);
        assertThat(closed.caller(headers(PlayerToken.of("issuer-a", "u").signedBy(SECRET_OF_A)))
                        .userId())
                .isEqualTo("u");
    }

    @Test
    void refusesAMissingAnEmptyAndASecondHeader() {
        var token = token().signedBy(SECRET);
        for (var headers : List.of(headers(), headers(""), headers(token, token))) {
            assertThatThrownBy(() -> tokens.caller(headers))
                    .isInstanceOfSatisfying(
                            HttpFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UN_AUTHORIZED));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "a.b", "a.b.c.d", "..", "a..c", "ey.ey.", " . . ", "{}.{}.{}", "%.%.%", "Bearer a.b.c"})
    void refusesWhatIsNoJwt(String text) {
        refuses(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "null", "5", "\"text\"", "{", "{\"iss\":", "\u0000", "{}"})
    void refusesAPayloadThatIsNotAnObjectOfClaims(String payload) {
        refuses(PlayerToken.ofPayload(payload, SECRET));
    }

    @Test
    void e04_refusesAUserIdWithHalfASurrogatePair() {
        var payload = "{\"iss\":\"client\",\"user_id\":\"half\\ud800\",\"exp\":4102444800}";
        assertThat(caller(PlayerToken.ofPayload(payload.replace("\\ud800", ""), SECRET))
                        .userId())
                .isEqualTo("half");
        refuses(PlayerToken.ofPayload(payload, SECRET));
    }

    @Test
    void refusesAPayloadThatIsNotBase64() {
        var parts = token().signedBy(SECRET).split("\\.", -1);
        refuses(parts[0] + ".a" + parts[1].substring(1, parts[1].length() - 2) + "." + parts[2]);
    }

    @Test
    void refusesAnUnsignedToken() {
        var unsigned = token().unsigned();
        refuses(unsigned);
        refuses(unsigned + "AAAA");
        refuses(unsigned.substring(0, unsigned.length() - 1));
    }

    @Test
    void refusesAnAlgorithmThatIsNotTheKeysOwn() throws Exception {
        refuses(token().header("alg", "HS512").signedBy(SECRET));
        refuses(token().signedBy(keyPair("RSA").getPrivate()));
    }

    @Test
    void verifiesByAPublicKeyAndNeverTakesItForASecret() throws Exception {
        for (var algorithm : Map.of("RS256", "RSA", "ES256", "EC").entrySet()) {
            var keys = keyPair(algorithm.getValue());
            var pem = pem(keys);
            var own = tokens(
                    List.of(),
                    Map.of("client", List.of(new VerificationKey(algorithm.getKey(), null, new Secret(pem)))));
            assertThat(own.caller(headers(token().signedBy(keys.getPrivate()))).userId())
                    .isEqualTo("user");
            assertThatThrownBy(() -> own.caller(headers(token().signedBy(pem)))).isInstanceOf(HttpFailure.class);
        }
    }

    @Test
    void refusesAWrongSignature() {
        refuses(token().signedBy(SECRET + "x"));
        var token = token().signedBy(SECRET);
        var last = token.charAt(token.length() - 10) == 'A' ? 'B' : 'A';
        refuses(token.substring(0, token.length() - 10) + last + token.substring(token.length() - 9));
    }

    static List<PlayerToken> refused() {
        return List.of(
                token().without("exp"),
                token().validFor(Duration.ofSeconds(-61)),
                token().claim("exp", "4102444800"),
                token().claim("exp", null),
                token().claim("exp", true),
                token().claim("exp", List.of(4102444800L)),
                token().claim("exp", -1),
                token().claim("nbf", "0"),
                token().claim("nbf", null),
                token().claim("nbf", 4102444800L),
                token().claim("nbf", new BigInteger("92233720368547758079")),
                token().claim("iat", "0"),
                token().claim("iat", null),
                token().claim("iat", Map.of()),
                token().without("user_id"),
                token().claim("user_id", null),
                token().claim("user_id", ""),
                token().claim("user_id", 5),
                token().claim("user_id", "nul\u0000"),
                token().without("iss"),
                token().claim("iss", null),
                token().claim("iss", 1.5),
                token().claim("iss", List.of("client")),
                token().claim("filler", "x".repeat(4 * 1024)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesClaimsThatDoNotFit(PlayerToken token) {
        refuses(token.signedBy(SECRET));
    }

    @Test
    void e32_remembersATokenOnlyUntilItExpires() {
        var token = token().validFor(Duration.ofMinutes(5)).signedBy(SECRET);
        caller(token);
        clock.forward(Duration.ofMinutes(5).plusSeconds(Claims.LEEWAY - 5));
        caller(token);
        clock.forward(Duration.ofSeconds(10));
        refuses(token);
    }

    @Test
    void e32_remembersABoundedNumberOfTokens() {
        for (var i = 0; i < 1_000; i++) {
            caller(PlayerToken.of("client", "user-" + i).signedBy(SECRET));
        }
        assertThat(remembered.size()).isBetween(1, 100);
    }

    @Test
    void e32_aWithdrawnKeyTakesItsRememberedTokensAlong() {
        var token = token().signedBy(ROTATED);
        caller(token);
        var afterRestart = tokens(List.of(hs256(SECRET)), Map.of());
        assertThatThrownBy(() -> afterRestart.caller(headers(token))).isInstanceOf(HttpFailure.class);
    }

    @Test
    void e32_neverRemembersARefusedToken() {
        refuses(token().signedBy("another-secret-of-thirty-two-bytes-or-more"));
        assertThat(remembered.size()).isZero();
    }

    private PlayerId caller(String token) {
        return tokens.caller(headers(token));
    }

    private void refuses(String token) {
        assertThatThrownBy(() -> caller(token))
                .isInstanceOfSatisfying(
                        HttpFailure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UN_AUTHORIZED));
    }

    private Tokens tokens(List<VerificationKey> defaults, Map<String, List<VerificationKey>> issuers) {
        return tokens(new RememberedTokens(100), defaults, issuers);
    }

    private Tokens tokens(
            RememberedTokens remembered, List<VerificationKey> defaults, Map<String, List<VerificationKey>> issuers) {
        return new Tokens(vertx, new AuthConfig(defaults, issuers, 100), remembered, clock);
    }

    private static PlayerToken token() {
        return PlayerToken.of("client", "user");
    }

    private static VerificationKey hs256(String secret) {
        return hs256(null, secret);
    }

    private static VerificationKey hs256(String kid, String secret) {
        return new VerificationKey("HS256", kid, new Secret(secret));
    }

    private static MultiMap headers(String... tokens) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        Stream.of(tokens).forEach(token -> headers.add(Tokens.HEADER, token));
        return headers;
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

    private static final class MovableClock extends Clock {

        private Instant now = Instant.now();

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
