package io.kgen.protocols.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.gateway.JwksConfig;
import io.kgen.protocols.platform.ClientTls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The fetches of one key set, from a real provider. */
@ExtendWith(VertxExtension.class)
class KeySetSourceTest {

    private static final Duration COOLDOWN = Duration.ofSeconds(30);
    private static final Duration REFRESH = Duration.ofMinutes(5);

    private final SigningKey first = SigningKey.create("ES256", "first");
    private final SigningKey second = SigningKey.create("ES256", "second");
    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private KeyProvider provider;
    private KeySetSource source;

    @BeforeEach
    void start(Vertx vertx) throws IOException {
        provider = new KeyProvider(first);
        source = source(vertx, provider.url());
    }

    private KeySetSource source(Vertx vertx, URI url) {
        return new KeySetSource(
                "issuer",
                new JwksConfig(url, ClientTls.OFF, COOLDOWN, REFRESH),
                new KeySetClient(vertx),
                () -> {},
                new KeySetMetrics(meters),
                nanos::get);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void e31_beginsOneFetchInACooldown() {
        source.fetch().orElseThrow().await();
        for (var i = 0; i < 10_000; i++) {
            assertThat(source.fetch()).isEmpty();
        }
        assertThat(provider.fetches()).isEqualTo(1);

        nanos.addAndGet(COOLDOWN.toNanos());
        provider.publish(second);
        source.fetch().orElseThrow().await();
        assertThat(source.keys()).singleElement().extracting("kid").isEqualTo("second");
    }

    @Test
    void e31_allShareTheFetchInFlight() {
        var answers = new CountDownLatch(1);
        provider.delay(answers);
        var one = source.fetch().orElseThrow();
        var other = source.fetch().orElseThrow();
        answers.countDown();
        Future.join(one, other).await();
        assertThat(provider.fetches()).isEqualTo(1);
        assertThat(source.hasKeys()).isTrue();
    }

    @Test
    void e31_aFailureKeepsTheKeysAndHasACooldown() {
        source.fetch().orElseThrow().await();
        var keys = source.keys();
        for (var failure : failures()) {
            nanos.addAndGet(COOLDOWN.toNanos());
            provider.respond(failure);
            source.fetch().orElseThrow().await();
            assertThat(source.fetch()).isEmpty();
            assertThat(source.keys()).isSameAs(keys);
        }
        assertThat(meters.get("jwks.fetches").tag("outcome", "failed").counter().count())
                .isEqualTo(failures().length);
    }

    private static KeyProvider.Response[] failures() {
        return new KeyProvider.Response[] {
            exchange -> KeyProvider.send(exchange, 500, "{}"),
            exchange -> KeyProvider.send(exchange, 200, "<html>"),
            exchange -> KeyProvider.send(exchange, 200, "{\"keys\":[]}"),
            exchange -> KeyProvider.send(exchange, 200, " ".repeat(300 * 1024)),
            exchange -> {
                exchange.getResponseHeaders().set("location", "/elsewhere");
                KeyProvider.send(exchange, 302, "");
            },
        };
    }

    @Test
    void e31_aProviderThatDoesNotAnswerFailsInTime() {
        var never = new CountDownLatch(1);
        provider.delay(never);
        source.fetch().orElseThrow().await();
        assertThat(source.hasKeys()).isFalse();
        never.countDown();
    }

    @Test
    void e31_aProviderThatCannotBeReachedKeepsTheKeys() {
        source.fetch().orElseThrow().await();
        provider.close();
        nanos.addAndGet(COOLDOWN.toNanos());
        source.fetch().orElseThrow().await();
        assertThat(source.hasKeys()).isTrue();
    }

    @Test
    void refreshesAheadOfNeed() {
        source.fetch().orElseThrow().await();
        source.refresh();
        nanos.addAndGet(REFRESH.toNanos() - 1);
        source.refresh();
        assertThat(provider.fetches()).isEqualTo(1);

        nanos.incrementAndGet();
        source.refresh();
        source.fetch().ifPresent(fetch -> fetch.await());
        assertThat(provider.fetches()).isEqualTo(2);
    }
}
