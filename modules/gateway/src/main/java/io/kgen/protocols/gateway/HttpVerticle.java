package io.kgen.protocols.gateway;

import io.kgen.protocols.contracts.BusClient;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Serves the public HTTP endpoints; several instances share one port. */
public final class HttpVerticle extends VerticleBase {

    /** Vert.x gives all instances of a verticle the same system-chosen port if they ask for the same negative one. */
    private static final int ANY_PORT = -1;

    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int IDLE_SECONDS = 75;

    private final HttpConfig http;
    private final AuthConfig auth;
    private HttpServer server;

    public HttpVerticle(HttpConfig http, AuthConfig auth) {
        this.http = http;
        this.auth = auth;
    }

    @Override
    public Future<?> start() {
        var tokens = new Tokens(vertx, auth, Clock.systemUTC());
        var router = Routes.router(vertx, Routes.table(new BusClient(vertx), tokens));
        var frontDoor = new FrontDoor(new Cors(http.origins()), router);
        var options = options();
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

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(http.host())
                .setPort(http.port() == 0 ? ANY_PORT : http.port())
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false);
    }
}
