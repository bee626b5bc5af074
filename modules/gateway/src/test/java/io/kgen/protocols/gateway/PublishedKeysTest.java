package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.gateway.keys.KeyProvider;
import io.kgen.protocols.gateway.keys.SigningKey;
import io.kgen.protocols.platform.ClientTls;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.PlayerToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway with an issuer whose keys are published by a real provider. */
class PublishedKeysTest extends GatewayFixture {

    private static final String ISSUER = "https://login.example.com";
    private static final Duration LONG = Duration.ofHours(1);

    /** Shorter than the time between two requests of a test. */
    private static final Duration NONE = Duration.ofNanos(1);

    private final SigningKey first = SigningKey.create("RS256", "first");
    private final SigningKey second = SigningKey.create("ES256", "second");

    /** Set before the gateway starts, because its fields are initialized by the superclass. */
    private KeyProvider provider;

    @Override
    AuthConfig auth() {
        try {
            provider = new KeyProvider(SigningKey.create("ES256", "unused"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return auth(LONG, LONG);
    }

    private AuthConfig auth(Duration cooldown, Duration refresh) {
        return new AuthConfig(
                List.of(new VerificationKey("HS256", null, new Secret(SECRET))),
                Map.of(ISSUER, List.of()),
                Map.of(ISSUER, new JwksConfig(provider.url(), ClientTls.OFF, cooldown, refresh)),
                1_000,
                Duration.ofDays(1));
    }

    /** Publishes these keys and lets the gateway fetch them as at its start. */
    private void startWith(Duration cooldown, Duration refresh, SigningKey... published) {
        provider.publish(published);
        keys.reload(auth(cooldown.plusNanos(1), refresh)).await();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void acceptsTheTokensOfAPublishedKeyAndOfNoOther() {
        startWith(LONG, LONG, first);
        assertThat(find(first.sign(ISSUER, "user"))).isEqualTo(200);
        assertThat(find(second.sign(ISSUER, "user", "first"))).isEqualTo(401);
        assertThat(find(first.sign("another issuer", "user"))).isEqualTo(401);
        assertThat(find(PlayerToken.of(ISSUER, "user").signedBy(SECRET))).isEqualTo(401);
    }

    @Test
    void e31_randomKidsCauseNoFetchInTheCooldownAndEvictNoKey() {
        startWith(LONG, LONG, first);
        var before = provider.fetches();
        var token = first.sign(ISSUER, "user");
        for (var round = 0; round < 100; round++) {
            var answers = IntStream.range(0, 100)
                    .mapToObj(i -> sendAsync(get(LINKED_NUMBER), randomKid()))
                    .toList();
            assertThat(answers).allMatch(answer -> answer.join().statusCode() == 401);
        }
        assertThat(provider.fetches()).isEqualTo(before);
        assertThat(find(token)).isEqualTo(200);
    }

    private static String randomKid() {
        return PlayerToken.of(ISSUER, "user")
                .signedBy(SECRET)
                .replaceFirst("^[^.]*", base64("{\"alg\":\"RS256\",\"kid\":\"" + UUID.randomUUID() + "\"}"));
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void e31_aRotatedKeyIsAcceptedAfterOneFetchThatAllShare() {
        startWith(NONE, LONG, first);
        var before = provider.fetches();
        provider.publish(first, second);
        var answers = new CountDownLatch(1);
        provider.delay(answers);

        var lookups = IntStream.range(0, 20)
                .mapToObj(i -> sendAsync(get(LINKED_NUMBER), second.sign(ISSUER, "user-" + i)))
                .toList();
        var drop = sendAsync(
                unauthenticated(DROP)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"level\":\"7\"}")),
                second.sign(ISSUER, "user"));
        Await.until(() -> provider.fetches() == before + 1);
        answers.countDown();

        assertThat(lookups).allMatch(answer -> answer.join().statusCode() == 200);
        assertThat(drop.join().statusCode()).isEqualTo(200);
        assertThat(provider.fetches()).isEqualTo(before + 1);
    }

    @Test
    void e31_existingKeysGoOnWhileTheProviderIsDown() {
        startWith(NONE, NONE, first);
        provider.respond(exchange -> KeyProvider.send(exchange, 503, ""));
        assertThat(find(second.sign(ISSUER, "user"))).isEqualTo(401);
        assertThat(find(first.sign(ISSUER, "user"))).isEqualTo(200);
    }

    @Test
    void e31_aTokenWithoutAStructureCausesNoFetch() {
        startWith(NONE, LONG, first);
        var before = provider.fetches();
        assertThat(find("a.b.c")).isEqualTo(401);
        assertThat(find(second.sign(ISSUER, "user").replaceFirst("\\.[^.]*$", "")))
                .isEqualTo(401);
        assertThat(find(PlayerToken.of(ISSUER, "user").header("kid", "new").signedBy(SECRET)))
                .isEqualTo(401);
        assertThat(find(second.sign("an issuer without a key set", "user"))).isEqualTo(401);
        assertThat(find(second.sign(ISSUER, "user", "first"))).isEqualTo(401);
        assertThat(provider.fetches()).isEqualTo(before + 1); // for the last one, whose algorithm has no such key
    }

    @Test
    void anIssuerWhoseKeysWereNeverFetchedIs503() {
        provider.respond(exchange -> KeyProvider.send(exchange, 500, ""));
        keys.reload(auth(NONE.plusNanos(2), LONG)).await();
        var answer = sendAsync(get(LINKED_NUMBER), first.sign(ISSUER, "user")).join();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body()).contains("UNAVAILABLE");
    }

    @Test
    void e32_aKeyThatIsNoLongerPublishedTakesItsTokensWithIt() {
        startWith(NONE, NONE, first, second);
        var token = second.sign(ISSUER, "user");
        assertThat(find(token)).isEqualTo(200);
        provider.publish(first);
        Await.until(() -> find(token) == 401);
        assertThat(find(first.sign(ISSUER, "user"))).isEqualTo(200);
    }

    private int find(String token) {
        return sendAsync(get(LINKED_NUMBER), token).join().statusCode();
    }

    private CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request, String token) {
        return client.sendAsync(request.setHeader("user-jwt-token", token).build(), BodyHandlers.ofString());
    }
}
