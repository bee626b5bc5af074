package io.kgen.protocols.gateway;

import io.kgen.protocols.contracts.BusClient;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Serves the public HTTP endpoints; several instances share one port. One instance an event loop. */
public final class HttpVerticle extends VerticleBase {

    private final HttpConfig http;
    private final AuthConfig auth;
    private final StoreClient store;
    private final RememberedTokens remembered;
    private FrontDoor frontDoor;
    private HttpServer server;

    private HttpVerticle(HttpConfig http, AuthConfig auth, StoreClient store, RememberedTokens remembered) {
        this.http = http;
        this.auth = auth;
        this.store = store;
        this.remembered = remembered;
    }

    /** Supplies the instances of one deployment. */
    public static Supplier<HttpVerticle> instances(HttpConfig http, AuthConfig auth, StoreClient store) {
        var remembered = new RememberedTokens(auth.rememberedTokens());
        return () -> new HttpVerticle(http, auth, store, remembered);
    }

    @Override
    public Future<?> start() {
        var tokens = new Tokens(vertx, auth, remembered, Clock.systemUTC());
        var router = Routes.router(vertx, Routes.table(new BusClient(vertx), tokens, store));
        frontDoor = new FrontDoor(new Cors(http.origins()), router);
        var options = http.serverOptions();
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    StrictRequestDecoder.install(connection, options);
                    LastCall.install(connection, vertx);
                })
                .requestHandler(frontDoor)
                .invalidRequestHandler(frontDoor::refuse);
        return server.listen();
    }

    /** Finishes the requests in flight; {@code close()} would reset them. */
    @Override
    public Future<?> stop() {
        frontDoor.close();
        return server.shutdown(http.drain().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port that it listens on, once started. */
    public int port() {
        return server.actualPort();
    }
}
