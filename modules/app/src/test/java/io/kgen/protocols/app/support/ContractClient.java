package io.kgen.protocols.app.support;

import io.kgen.protocols.sandbox.RawHttp;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends HTTP requests, and validates every request and every response against the published contract. */
public final class ContractClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final ContractDocument contract = ContractDocument.LOADED;
    private final int port;

    public ContractClient(int port) {
        this.port = port;
    }

    public Answer send(Request request) {
        return send(request, bytes(request));
    }

    /** Sends the body in chunks, without a Content-Length. */
    public Answer sendChunked(Request request) {
        return send(request, BodyPublishers.fromPublisher(bytes(request)));
    }

    public CompletableFuture<Answer> sendAsync(Request request) {
        return http.sendAsync(java(request, bytes(request)), BodyHandlers.ofByteArray())
                .thenApply(response ->
                        new Answer(response.statusCode(), response.headers().map(), Buffer.buffer(response.body())))
                .thenApply(answer -> checked(request, answer));
    }

    /** Sends bytes that an HTTP client cannot send. The response must be an error in the shape of the contract. */
    public Answer sendRaw(String bytes) {
        var answer = RawAnswer.parse(RawHttp.send(port, bytes));
        contract.requireError(answer);
        return answer;
    }

    private Answer send(Request request, BodyPublisher body) {
        try {
            var response = http.send(java(request, body), BodyHandlers.ofByteArray());
            return checked(
                    request,
                    new Answer(response.statusCode(), response.headers().map(), Buffer.buffer(response.body())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Answer checked(Request request, Answer answer) {
        contract.check(request, answer);
        return answer;
    }

    private static BodyPublisher bytes(Request request) {
        return BodyPublishers.ofByteArray(request.body().getBytes());
    }

    private HttpRequest java(Request request, BodyPublisher body) {
        var builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + request.target()))
                .timeout(TIMEOUT)
                .method(request.method(), request.body().length() == 0 ? BodyPublishers.noBody() : body);
        request.headers().forEach(header -> builder.header(header.getKey(), header.getValue()));
        return builder.build();
    }
}
