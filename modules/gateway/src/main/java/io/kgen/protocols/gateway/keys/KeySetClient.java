package io.kgen.protocols.gateway.keys;

import io.kgen.protocols.gateway.JwksConfig;
import io.kgen.protocols.gateway.VerificationKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Fetches key sets over HTTP, without blocking an event loop. A provider has two seconds for a complete answer of at most
 * 256 KB; redirects are not followed, because they could lead to another scheme or into the private network.
 */
final class KeySetClient {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_BYTES = 256 * 1024;
    private static final int OK = 200;

    private final Vertx vertx;

    KeySetClient(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Fails with {@link KeySetException}, or with the failure of the connection. */
    Future<List<VerificationKey>> fetch(JwksConfig config) {
        // A client for each fetch, because its end also ends a connection that is slow or sends too much.
        var client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(TIMEOUT_MILLIS));
        return get(client, config)
                .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .eventually(client::close)
                .compose(json -> vertx.executeBlocking(() -> KeySetParser.parse(json), false));
    }

    private static Future<String> get(HttpClient client, JwksConfig config) {
        var request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(config.url().toString())
                .setFollowRedirects(false)
                .putHeader("accept", "application/jwk-set+json, application/json");
        if ("https".equalsIgnoreCase(config.url().getScheme())) {
            request.setSslOptions(config.tls().options());
        }
        return client.request(request).compose(sent -> sent.send()).compose(KeySetClient::body);
    }

    private static Future<String> body(HttpClientResponse response) {
        var done = Promise.<String>promise();
        var body = Buffer.buffer();
        // Without this handler, Vert.x logs an error when the connection of an unread response is closed.
        response.exceptionHandler(done::tryFail);
        if (response.statusCode() != OK) {
            done.tryFail(new KeySetException("the provider answered " + response.statusCode()));
            return done.future();
        }
        response.handler(chunk -> {
                    if (body.length() + chunk.length() <= MAX_BYTES) {
                        body.appendBuffer(chunk);
                    } else {
                        done.tryFail(new KeySetException("it is larger than " + MAX_BYTES + " bytes"));
                    }
                })
                .endHandler(end -> done.tryComplete(body.toString()));
        return done.future();
    }
}
