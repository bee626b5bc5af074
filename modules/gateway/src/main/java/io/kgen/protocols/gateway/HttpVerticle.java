package io.kgen.protocols.gateway;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.gateway.auth.TokenVerifier;
import io.kgen.protocols.gateway.auth.VerifiedTokenCache;
import io.kgen.protocols.gateway.bodies.BodyBudgets;
import io.kgen.protocols.gateway.connections.AcceptingSocket;
import io.kgen.protocols.gateway.connections.EventLoopConnections;
import io.kgen.protocols.gateway.connections.NodeConnections;
import io.kgen.protocols.gateway.http.Cors;
import io.kgen.protocols.gateway.http.RequestFilter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Serves the public HTTP endpoints; several instances share one port. One instance an event loop. */
public final class HttpVerticle extends VerticleBase {

    private static final long LAST_CALL_MILLIS = 300;
    private static final int PARTS_OF_THE_DRAIN = 20;

    private final HttpConfig http;
    private final AuthConfig auth;
    private final StoreCredentials store;
    private final VerifiedTokenCache remembered;
    private final BodyBudgets budgets;
    private final EventLoopConnections connections;
    private final AcceptingSocket listener = new AcceptingSocket();
    private RequestFilter frontDoor;
    private HttpServer server;

    private HttpVerticle(
            HttpConfig http, AuthConfig auth, StoreCredentials store, VerifiedTokenCache remembered, Memory memory) {
        this.http = http;
        this.auth = auth;
        this.store = store;
        this.remembered = remembered;
        this.budgets = memory.bodies();
        this.connections = new EventLoopConnections(memory.connections(), http.limits());
    }

    /** Supplies the instances of one deployment. */
    public static Supplier<HttpVerticle> instances(HttpConfig http, AuthConfig auth, StoreCredentials store) {
        return instances(
                http, auth, store, BodyBudgets.ofHeap(Runtime.getRuntime().maxMemory()));
    }

    static Supplier<HttpVerticle> instances(
            HttpConfig http, AuthConfig auth, StoreCredentials store, BodyBudgets budgets) {
        var remembered = new VerifiedTokenCache(auth.rememberedTokens());
        var memory = new Memory(budgets, new NodeConnections(http.limits().connections()));
        return () -> new HttpVerticle(http, auth, store, remembered, memory);
    }

    @Override
    public Future<?> start() {
        var tokens = new TokenVerifier(vertx, auth, remembered, Clock.systemUTC());
        var router = Routes.router(vertx, Routes.table(new BusClient(vertx), tokens, store, budgets));
        frontDoor = new RequestFilter(new Cors(http.cors()), router, connections);
        var options = http.serverOptions();
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    listener.took(connection);
                    connections.accept(connection, options, frontDoor);
                })
                .requestHandler(frontDoor)
                .invalidRequestHandler(frontDoor::refuse);
        vertx.setPeriodic(EventLoopConnections.SWEEP_MILLIS, id -> connections.sweep());
        return server.listen();
    }

    /**
     * Takes no more connections, finishes the requests in flight and those that are on their way; {@code close()} would
     * reset them.
     */
    @Override
    public Future<?> stop() {
        frontDoor.close();
        return listener.close().compose(closed -> lastCall()).eventually(this::shutDown);
    }

    /** A connection without a request may have one in a moment, whose answer will say that it is the last. */
    private Future<?> lastCall() {
        return listener.hasTakenAny()
                ? vertx.timer(
                        Math.min(LAST_CALL_MILLIS, http.drain().toMillis() / PARTS_OF_THE_DRAIN), TimeUnit.MILLISECONDS)
                : Future.succeededFuture();
    }

    private Future<Void> shutDown() {
        return server.shutdown(http.drain().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port that it listens on, once started. */
    public int port() {
        return server.actualPort();
    }

    /** What all instances share: the budgets for what a node holds of its clients. */
    private record Memory(BodyBudgets bodies, NodeConnections connections) {}
}
