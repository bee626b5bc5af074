package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.platform.LimitsConfig;
import io.kgen.protocols.sandbox.Await;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The limit of requests in flight, with requests that wait for a service. */
class RequestsInFlightTest extends GatewayFixture {

    private static final int LIMIT = 4;
    private static final int REQUESTS = 20;

    @Override
    LimitsConfig limits() {
        return new LimitsConfig(Map.of(), Map.of(), Map.of(), LIMIT);
    }

    @Test
    void requestsAboveTheLimitGet503WithRetryAfterAndOthersAreServed() {
        var reply = Promise.<LinkedNumber>promise();
        var asked = new AtomicInteger();
        find = request -> {
            asked.incrementAndGet();
            return reply.future();
        };
        var responses = Stream.generate(this::lookup).limit(REQUESTS).toList();
        Await.until(() -> refused(responses).size() == REQUESTS - LIMIT);
        assertThat(asked).hasValue(LIMIT);
        assertThat(gauge("http.requests.in.flight")).isEqualTo(LIMIT);

        assertThat(refused(responses)).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("\"error\":\"UNAVAILABLE\"");
            assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(ORIGIN);
        });
        assertThat(send(get("/openapi.yaml")).statusCode()).isEqualTo(200);

        reply.complete(new LinkedNumber("user", "", "", "", "1", ""));
        assertThat(responses)
                .map(response -> response.join().statusCode())
                .filteredOn(status -> status == 200)
                .hasSize(LIMIT);
        assertThat(gauge("http.requests.in.flight")).isZero();
        assertThat(send(get(LINKED_NUMBER)).statusCode()).isEqualTo(200);
        assertThat(meters.get("limits.hits")
                        .tag("limit", "requests-in-flight")
                        .counter()
                        .count())
                .isEqualTo(REQUESTS - LIMIT);
    }

    private CompletableFuture<HttpResponse<String>> lookup() {
        // HTTP/1.1, so that each request has a connection of its own.
        return client.sendAsync(get(LINKED_NUMBER).header("Origin", ORIGIN).build(), BodyHandlers.ofString());
    }

    private static List<HttpResponse<String>> refused(List<CompletableFuture<HttpResponse<String>>> responses) {
        return responses.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }
}
