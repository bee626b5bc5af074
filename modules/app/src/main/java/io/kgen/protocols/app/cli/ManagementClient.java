package io.kgen.protocols.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Calls the management listener of the running service. Every failure is a {@link CommandException}. */
final class ManagementClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** Longer than the service takes for anything but an erasure, so that its own answer says what timed out. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI url;
    private final String token;
    private final String reason;
    private final HttpClient http;

    /**
     * Connects at the first call.
     *
     * @param token empty to send none
     * @param authorities in PEM; empty for those of the Java runtime
     * @param reason for the audit trail, or null
     */
    ManagementClient(URI url, String token, String authorities, String reason) {
        this.url = url;
        this.token = token;
        this.reason = reason;
        var client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        if (!authorities.isEmpty()) {
            client.sslContext(Authorities.trust(authorities));
        }
        this.http = client.build();
    }

    /** Calls an operation of the bus. */
    JsonNode call(String operation, JsonNode request, Duration timeout) {
        var body = BodyPublishers.ofString(request.toString());
        return send(request("/operations/" + operation, timeout).POST(body).build());
    }

    JsonNode get(String pathAndQuery) {
        return send(request(pathAndQuery, TIMEOUT).GET().build());
    }

    private HttpRequest.Builder request(String pathAndQuery, Duration timeout) {
        try {
            var request = HttpRequest.newBuilder(url.resolve(pathAndQuery)).timeout(timeout);
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            if (reason != null) {
                request.header("audit-reason", reason);
            }
            return request;
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitCode.MISUSED,
                    "--management-url must be an http or https URL, and the token"
                            + " and the reason one line of ASCII text");
        }
    }

    private JsonNode send(HttpRequest request) {
        try {
            return result(http.send(request, BodyHandlers.ofString()));
        } catch (ConnectException e) {
            throw failed("cannot connect to the management listener at " + url
                    + ": is the service running, and is --management-url right?");
        } catch (HttpTimeoutException e) {
            throw failed("the management listener at " + url + " did not answer in time");
        } catch (SSLException e) {
            throw failed("no TLS connection to " + url + ": " + e.getMessage()
                    + "; is the name in the URL that of the certificate, and does --ca-file name its authority?");
        } catch (IOException e) {
            throw failed("the connection to " + url + " failed: is it the management listener?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    private JsonNode result(HttpResponse<String> response) {
        var body = parse(response);
        if (response.statusCode() == 200) {
            return body;
        }
        var code = switch (response.statusCode()) {
            case 401, 403 -> ExitCode.REFUSED;
            case 404 -> ExitCode.NOT_FOUND;
            default -> ExitCode.FAILED;
        };
        throw new CommandException(
                code,
                "%s: %s (request %s)"
                        .formatted(
                                body.path("error").asText(),
                                body.path("msg").asText(),
                                body.path("requestId").asText()));
    }

    private JsonNode parse(HttpResponse<String> response) {
        try {
            var body = MAPPER.readTree(response.body());
            if (response.statusCode() == 200 || body.has("error")) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // Not the management listener.
        }
        throw failed(url + " answered " + response.statusCode() + " without JSON: is it the management listener?");
    }

    private static CommandException failed(String sentence) {
        return new CommandException(ExitCode.FAILED, sentence);
    }
}
