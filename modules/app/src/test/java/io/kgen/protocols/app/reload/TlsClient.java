package io.kgen.protocols.app.reload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kgen.protocols.app.support.TrustedAuthority;
import io.kgen.protocols.sandbox.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client of a public listener with TLS. */
final class TlsClient {

    private static final String PATH = "/fe/users/account/linked-mobile-number";

    private final SSLContext trusting;
    private final HttpClient client;
    private final int port;

    private TlsClient(SSLContext trusting, int port) {
        this.trusting = trusting;
        this.client = HttpClient.newBuilder().sslContext(trusting).build();
        this.port = port;
    }

    static TlsClient trusting(Path authority, int port) throws GeneralSecurityException, IOException {
        return new TlsClient(TrustedAuthority.sslContext(authority), port);
    }

    /** Whether a lookup is authenticated; the players of the test have no number. */
    boolean accepts(String token) {
        return status(token) != 401;
    }

    private int status(String token) {
        var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + PATH))
                .header("user-jwt-token", token)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).join().statusCode();
    }

    /** Opens a connection with the certificate of now. */
    SSLSocket connect() throws IOException {
        var socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port);
        socket.startHandshake();
        return socket;
    }

    /** Sends a lookup on an open connection. */
    int status(SSLSocket open, String token) throws IOException {
        var request = "GET " + PATH + " HTTP/1.1\r\nhost: localhost\r\nuser-jwt-token: " + token + "\r\n\r\n";
        open.getOutputStream().write(request.getBytes(US_ASCII));
        var line = new BufferedReader(new InputStreamReader(open.getInputStream(), US_ASCII)).readLine();
        return Integer.parseInt(line.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    String metrics(int managementPort) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/metrics"))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).join().body();
    }

    /** Sends lookups one after another, each on a new connection or an open one, until it is closed. */
    Load repeat(String token) {
        return new Load(token);
    }

    /** Counts the answers, and those that are not the answer of an authenticated lookup. */
    final class Load implements AutoCloseable {

        private final AtomicInteger answers = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final Thread thread;
        private volatile boolean isClosed;

        private Load(String token) {
            thread = new Thread(() -> run(token), "lookups");
            thread.start();
        }

        private void run(String token) {
            while (!isClosed) {
                if (!isAnswered(token)) {
                    refused.incrementAndGet();
                }
                answers.incrementAndGet();
            }
        }

        /** On the connection of the client, and on a connection of its own. */
        private boolean isAnswered(String token) {
            try (var socket = connect()) {
                return accepts(token) && status(socket, token) != 401;
            } catch (IOException | UncheckedIOException | CompletionException e) {
                return false;
            }
        }

        void awaitMore(int number) {
            var until = answers.get() + number;
            Await.until(() -> answers.get() >= until);
        }

        int refused() {
            return refused.get();
        }

        @Override
        public void close() {
            isClosed = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
