package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.RawHttp;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The metrics after known sequences of requests. */
class HttpMetricsTest extends GatewayFixture {

    private static final String DROP_ROUTE = "/fe/analytics/px-tracker/events/{eventID}/drop";

    @Test
    void countsEveryRequestByRouteMethodAndOutcome() {
        send(get(LINKED_NUMBER));
        send(get(LINKED_NUMBER));
        send(get(LINKED_NUMBER).method("HEAD", BodyPublishers.noBody()));
        send(get(LINKED_NUMBER).method("DELETE", BodyPublishers.noBody()));
        send(get(LINKED_NUMBER).method("OPTIONS", BodyPublishers.noBody()));
        send(get(LINKED_NUMBER + "?x=1"));
        send(unauthenticated(LINKED_NUMBER));
        find = request -> Future.failedFuture(new ServiceException(FailureCode.NOT_FOUND, "none"));
        send(get(LINKED_NUMBER));
        find = request -> Future.failedFuture(new ServiceException(FailureCode.UNAVAILABLE, "down"));
        send(get(LINKED_NUMBER));
        find = request -> Future.failedFuture(new IllegalStateException("a bug"));
        send(get(LINKED_NUMBER));
        send(drop("{}"));
        send(drop("{"));
        send(drop("{\"a\":\"" + "x".repeat(40_000) + "\"}"));
        send(request(DROP).header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}")));
        send(request("/fe/analytics/px-tracker/events/other/drop")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
        send(get("/openapi.yaml"));
        send(get("/unknown"));
        send(unauthenticated(DROP)
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
        RawHttp.send(verticle.port(), "GARBAGE\r\n\r\n");

        assertThat(requests())
                .isEqualTo(Map.ofEntries(
                        Map.entry(LINKED_NUMBER + " GET ok", 2.0),
                        Map.entry(LINKED_NUMBER + " HEAD ok", 1.0),
                        Map.entry(LINKED_NUMBER + " other method_not_allowed", 1.0),
                        Map.entry(LINKED_NUMBER + " OPTIONS ok", 1.0),
                        Map.entry(LINKED_NUMBER + " GET bad_request", 1.0),
                        Map.entry(LINKED_NUMBER + " GET un_authorized", 1.0),
                        Map.entry(LINKED_NUMBER + " GET not_found", 1.0),
                        Map.entry(LINKED_NUMBER + " GET unavailable", 1.0),
                        Map.entry(LINKED_NUMBER + " GET internal", 1.0),
                        Map.entry(DROP_ROUTE + " POST ok", 2.0),
                        Map.entry(DROP_ROUTE + " POST bad_request", 1.0),
                        Map.entry(DROP_ROUTE + " POST payload_too_large", 1.0),
                        Map.entry(DROP_ROUTE + " POST unsupported_media_type", 1.0),
                        Map.entry("/openapi.yaml GET ok", 1.0),
                        Map.entry("unmatched GET not_found", 1.0),
                        Map.entry("preflight OPTIONS ok", 1.0),
                        Map.entry("unmatched other bad_request", 1.0)));
        assertThat(meters.get("http.request.duration")
                        .tag("route", LINKED_NUMBER)
                        .timer()
                        .count())
                .isEqualTo(10);
    }

    @Test
    void countsTheBytesOfBodies() {
        send(drop("{\"a\":1}"));
        var response = send(get(LINKED_NUMBER));
        assertThat(meters.get("http.request.body").functionCounter().count()).isEqualTo(7);
        assertThat(meters.get("http.response.body").functionCounter().count())
                .isEqualTo(response.body().length() + "{\"msg\":\"event dropped successfully\"}".length());
    }

    @Test
    void countsARequestWhoseClientHangsUp() throws IOException {
        var arrived = Promise.<Void>promise();
        find = request -> {
            arrived.complete();
            return Promise.<LinkedNumber>promise().future();
        };
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), verticle.port())) {
            socket.getOutputStream()
                    .write(("GET " + LINKED_NUMBER + " HTTP/1.1\r\nHost: h\r\nuser-jwt-token: " + TOKEN + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            arrived.future().await();
            assertThat(gauge("http.requests.in.flight")).isEqualTo(1);
            assertThat(gauge("http.connections")).isEqualTo(1);
        }
        Await.until(() -> requests().equals(Map.of(LINKED_NUMBER + " GET closed", 1.0)));
        assertThat(gauge("http.requests.in.flight")).isZero();
        Await.until(() -> gauge("http.connections") == 0);
    }

    @Test
    void e70_noRequestAddsASeries() {
        var before = series();
        assertThat(before).hasSizeGreaterThan(200);
        countsEveryRequestByRouteMethodAndOutcome();
        for (var method : new String[] {"GET", "HEAD", "POST", "PUT", "OPTIONS", "INVENTED"}) {
            for (var path : new String[] {LINKED_NUMBER, DROP, REDEEM, "/docs", "/", "/docs/docs.css", "/x"}) {
                RawHttp.send(
                        verticle.port(),
                        method + " " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            }
        }
        assertThat(series()).isEqualTo(before);
    }

    @Test
    void everyErrorCodeHasAnOutcome() {
        var outcomes = meters.get("http.requests").tag("route", LINKED_NUMBER).tag("method", "GET").counters().stream()
                .map(counter -> counter.getId().getTag("outcome"))
                .collect(Collectors.toSet());
        assertThat(outcomes)
                .containsAll(Stream.of(ErrorCode.values())
                        .map(code -> code.name().toLowerCase(Locale.ROOT))
                        .filter(name -> !name.equals("record_not_found") && !name.equals("method_not_allowed"))
                        .toList());
    }

    private Map<String, Double> requests() {
        var requests = new TreeMap<String, Double>();
        for (Counter counter : meters.get("http.requests").counters()) {
            if (counter.count() > 0) {
                var id = counter.getId();
                requests.put(
                        id.getTag("route") + " " + id.getTag("method") + " " + id.getTag("outcome"), counter.count());
            }
        }
        return requests;
    }

    private Set<Meter.Id> series() {
        return meters.getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }
}
