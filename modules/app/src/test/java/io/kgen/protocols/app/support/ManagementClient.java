package io.kgen.protocols.app.support;

import io.kgen.protocols.sandbox.Await;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/** An operator's HTTP client. */
public final class ManagementClient {

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final String token;

    /** @param token null to send none */
    public ManagementClient(int port, String token) {
        this.port = port;
        this.token = token;
    }

    public ManagementClient withToken(String other) {
        return new ManagementClient(port, other);
    }

    public HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    /** Sends a body as JSON. */
    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits for the entry of a request, which is written in the background, and returns it. */
    public JsonObject awaitAudit(String query, String requestId) {
        Await.until(() -> auditEntries(query, requestId).findAny().isPresent());
        return auditEntries(query, requestId).findFirst().orElseThrow();
    }

    private Stream<JsonObject> auditEntries(String query, String requestId) {
        return json(get("/audit?" + query)).getJsonArray("entries").stream()
                .map(JsonObject.class::cast)
                .filter(entry -> requestId.equals(entry.getString("requestId")));
    }

    public static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }
}
