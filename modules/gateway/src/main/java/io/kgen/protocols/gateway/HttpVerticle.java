package io.kgen.protocols.gateway;

import io.kgen.protocols.contracts.BusClient;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Serves the public HTTP endpoints; several instances share one port. */
public final class HttpVerticle extends VerticleBase {

    private final HttpConfig http;
    private final AuthConfig auth;
    private final StoreClient store;
    private HttpServer server;

    public HttpVerticle(HttpConfig http, AuthConfig auth, StoreClient store) {
        this.http = http;
        this.auth = auth;
        this.store = store;
    }

    @Override
    public Future<?> start() {
        var tokens = new Tokens(vertx, auth, Clock.systemUTC());
        var router = Routes.router(vertx, Routes.table(new BusClient(vertx), tokens, store));
        var frontDoor = new FrontDoor(new Cors(http.origins()), router);
        var options = http.serverOptions();
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> StrictRequestDecoder.install(connection, options))
                .requestHandler(frontDoor)
                .invalidRequestHandler(frontDoor::refuse);
        return server.listen();
    }

    /** Finishes the requests in flight; {@code close()} would reset them. */
    @Override
    public Future<?> stop() {
        return server.shutdown(http.drain().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port that it listens on, once started. */
    public int port() {
        return server.actualPort();
    }
}
