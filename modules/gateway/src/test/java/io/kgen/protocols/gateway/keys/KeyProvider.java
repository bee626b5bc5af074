package io.kgen.protocols.gateway.keys;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** A provider that publishes keys over HTTP on loopback, counts the fetches, and fails as the test says. */
public final class KeyProvider implements AutoCloseable {

    /** How the provider answers one request. */
    @FunctionalInterface
    public interface Response {
        void send(HttpExchange exchange) throws IOException;
    }

    private final String scheme;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile Response response;

    public KeyProvider(SigningKey... keys) throws IOException {
        this("http", HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), keys);
    }

    /** With TLS. */
    static KeyProvider of(SSLContext tls, SigningKey... keys) throws IOException {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new KeyProvider("https", server, keys);
    }

    private KeyProvider(String scheme, HttpServer server, SigningKey... keys) {
        this.scheme = scheme;
        this.server = server;
        publish(keys);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json");
    }

    public void publish(SigningKey... keys) {
        var json = new JWKSet(Stream.of(keys).map(SigningKey::jwk).toList()).toString();
        respond(exchange -> send(exchange, 200, json));
    }

    public void respond(Response changed) {
        response = changed;
    }

    /** Answers only after the latch is open. */
    public void delay(CountDownLatch latch) {
        var undelayed = response;
        respond(exchange -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            undelayed.send(exchange);
        });
    }

    public int fetches() {
        return fetches.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            fetches.incrementAndGet();
            response.send(exchange);
        }
    }

    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().put("content-type", List.of("application/json"));
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
