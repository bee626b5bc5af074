package io.kgen.protocols.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.PlainConnection;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Compares the time series of {@code /metrics} before and after requests with many distinct values. */
@ExtendWith(SandboxExtension.class)
class MetricSeriesIT {

    /** Each round sends one request on each connection: 100,000 in all. */
    private static final int ROUNDS = 2_000;

    private static final int CONNECTIONS = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final List<String> TOKENS = IntStream.range(0, CONNECTIONS)
            .mapToObj(player -> PlayerToken.of("issuer", "player-" + player).signedBy(NodeProcess.SECRET))
            .toList();

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void e70_aHundredThousandEventsPathsAndPlayersAddNoTimeSeries(Sandbox sandbox) throws Exception {
        try (var node = NodeProcess.start(NodeProcess.environment(sandbox))) {
            var http = node.awaitHttpPort();
            var management = node.awaitManagementPort();
            var before = series(management);

            var connections = new ArrayList<PlainConnection>();
            for (var i = 0; i < CONNECTIONS; i++) {
                connections.add(new PlainConnection(http));
            }
            for (var round = 0; round < ROUNDS; round++) {
                exchange(connections, round);
            }

            assertThat(series(management)).hasSizeGreaterThan(500).isEqualTo(before);
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    /** Of ten rounds, one stores events, four are rejected without a token, and five have unknown paths. */
    private static void exchange(List<PlainConnection> connections, int round) throws IOException {
        var kind = round % 10;
        for (var player = 0; player < connections.size(); player++) {
            var event = "event-" + round + "-" + player;
            connections.get(player).send(kind == 0 ? drop(event, player) : kind < 5 ? drop(event) : get(event));
        }
        for (var connection : connections) {
            assertThat(connection.receive()).isEqualTo(kind == 0 ? 200 : kind < 5 ? 401 : 404);
        }
    }

    private static String drop(String event, int player) {
        return "POST /fe/analytics/px-tracker/events/%s/drop HTTP/1.1\r\nHost: h\r\nuser-jwt-token: %s\r\n%s"
                .formatted(event, TOKENS.get(player), "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    }

    private static String drop(String event) {
        return "POST /fe/analytics/px-tracker/events/" + event
                + "/drop HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
    }

    private static String get(String path) {
        return "GET /" + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    /** Returns names and labels, without the values. */
    private Set<String> series(int port) throws IOException, InterruptedException {
        return send(request(port, "/metrics"))
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
