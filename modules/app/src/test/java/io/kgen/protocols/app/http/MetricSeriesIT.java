package io.kgen.protocols.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Compares the time series of {@code /metrics} before and after requests with many distinct values. */
@ExtendWith(SandboxExtension.class)
class MetricSeriesIT {

    private static final int REQUESTS = 300;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void e70_distinctEventsPathsAndPlayersAddNoTimeSeries(Sandbox sandbox) throws Exception {
        try (var node = NodeProcess.start(NodeProcess.environment(sandbox))) {
            var http = node.awaitHttpPort();
            var management = node.awaitManagementPort();
            var before = series(management);

            for (var i = 0; i < REQUESTS; i++) {
                assertThat(drop(http, "event-" + i, "player-" + i)).isEqualTo(200);
                assertThat(send(request(http, "/path-" + i)).statusCode()).isEqualTo(404);
            }

            assertThat(series(management)).hasSizeGreaterThan(10).isEqualTo(before);
        }
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

    private int drop(int port, String event, String player) throws IOException, InterruptedException {
        var token = PlayerToken.of("issuer", player).signedBy(NodeProcess.SECRET);
        return send(request(port, "/fe/analytics/px-tracker/events/" + event + "/drop")
                        .header("user-jwt-token", token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
