package io.kgen.protocols.gateway;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.gateway.bodies.BodyBudgets;
import io.kgen.protocols.gateway.connections.AcceptingSocket;
import io.kgen.protocols.gateway.connections.EventLoopConnections;
import io.kgen.protocols.gateway.connections.NodeConnections;
import io.kgen.protocols.gateway.http.Admission;
import io.kgen.protocols.gateway.http.Cors;
import io.kgen.protocols.gateway.http.DrainState;
import io.kgen.protocols.gateway.http.RequestFilter;
import io.kgen.protocols.gateway.monitoring.AccessLog;
import io.kgen.protocols.gateway.monitoring.EventLoopMonitor;
import io.kgen.protocols.gateway.monitoring.HttpMetrics;
import io.kgen.protocols.platform.RateLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Serves the public HTTP endpoints. One instance for each event loop; all instances share one port. */
public final class HttpVerticle extends VerticleBase {

    /** How long idle connections may still send a request after the socket is closed, at most this part of the drain. */
    private static final long KEEP_ALIVE_GRACE_MILLIS = 300;

    private static final int DRAIN_PARTS = 20;

    private final HttpConfig http;
    private final TokenKeysVerticle keys;
    private final AtomicReference<StoreCredentials> store;
    private final BodyBudgets budgets;
    private final RateLimits limits;
    private final HttpMetrics metrics;
    private final EventLoopConnections connections;
    private final CallMetrics calls;
    private final AcceptingSocket socket = new AcceptingSocket();
    private final DrainState drain = new DrainState();
    private HttpServer server;

    private HttpVerticle(
            HttpConfig http,
            TokenKeysVerticle keys,
            AtomicReference<StoreCredentials> store,
            RateLimits limits,
            Shared shared,
            CallMetrics calls) {
        this.http = http;
        this.keys = keys;
        this.store = store;
        this.limits = limits;
        this.calls = calls;
        this.budgets = shared.bodies();
        this.metrics = shared.metrics();
        var accessLog = new AccessLog(http.accessLog(), http.trustedProxies());
        this.connections =
                new EventLoopConnections(shared.connections(), http.limits(), new EventLoopMonitor(metrics, accessLog));
    }

    /** Supplies the instances of one deployment; the verticle of their keys is deployed before. */
    public static Supplier<HttpVerticle> instances(
            HttpConfig http,
            TokenKeysVerticle keys,
            StoreCredentials store,
            RateLimits limits,
            MeterRegistry meters,
            CallMetrics calls) {
        return instances(
                http,
                keys,
                store,
                limits,
                BodyBudgets.ofHeap(Runtime.getRuntime().maxMemory()),
                meters,
                calls);
    }

    static Supplier<HttpVerticle> instances(
            HttpConfig http,
            TokenKeysVerticle keys,
            StoreCredentials store,
            RateLimits limits,
            BodyBudgets budgets,
            MeterRegistry meters,
            CallMetrics calls) {
        var node = new NodeConnections(http.limits().connections());
        var shared = new Shared(budgets, node, new HttpMetrics(meters, node::count));
        var current = new AtomicReference<>(store);
        return () -> new HttpVerticle(http, keys, current, limits, shared, calls);
    }

    @Override
    public Future<?> start() {
        var router = Routes.router(
                vertx,
                Routes.table(new BusClient(vertx, calls), keys.newVerifier(vertx), store::get, budgets, limits),
                new Admission(limits, metrics));
        var filter = new RequestFilter(new Cors(http.cors()), router, connections, drain, metrics);
        var options = http.serverOptions();
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    socket.noteParentOf(connection);
                    connections.accept(connection, options, filter);
                })
                .requestHandler(filter)
                .invalidRequestHandler(filter::reject);
        vertx.setPeriodic(EventLoopConnections.SWEEP_MILLIS, id -> connections.sweep());
        return server.listen();
    }

    /**
     * Takes the certificate and the credentials of the store, for all instances of the deployment. Open connections go on
     * with the certificate that they began with.
     */
    public Future<?> reload(HttpConfig changed, StoreCredentials changedStore) {
        store.set(changedStore);
        return http.tls().isOn() && changed.tls().isOn()
                ? server.updateSSLOptions(changed.tls().serverOptions())
                : Future.succeededFuture();
    }

    /** From now on each response is the last one on its connection; new connections are still accepted. Thread-safe. */
    public void closeConnectionsAfterResponses() {
        context.runOnContext(now -> drain.start());
    }

    /**
     * Graceful shutdown: closes the socket, gives idle connections a moment for a request that was already sent, and
     * finishes the requests in flight, which {@code close()} would reset.
     */
    @Override
    public Future<?> stop() {
        drain.start();
        return socket.close().compose(closed -> waitForLastRequests()).eventually(this::shutDown);
    }

    /** The response to such a request says {@code Connection: close}. */
    private Future<?> waitForLastRequests() {
        return socket.hasAccepted()
                ? vertx.timer(
                        Math.min(KEEP_ALIVE_GRACE_MILLIS, http.drain().toMillis() / DRAIN_PARTS), TimeUnit.MILLISECONDS)
                : Future.succeededFuture();
    }

    private Future<Void> shutDown() {
        return server.shutdown(http.drain().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port of the socket, once started. */
    public int port() {
        return server.actualPort();
    }

    /** What all instances share: the budgets for the memory that clients occupy on this node, and its meters. */
    private record Shared(BodyBudgets bodies, NodeConnections connections, HttpMetrics metrics) {}
}
