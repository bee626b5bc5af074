package io.kgen.protocols.bridge;

import io.kgen.protocols.bridge.connection.BridgeContext;
import io.kgen.protocols.bridge.connection.BridgeNode;
import io.kgen.protocols.bridge.connection.ClientConnection;
import io.kgen.protocols.bridge.connection.SharedSubscriptions;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.bus.Tracing;
import io.kgen.protocols.platform.RateLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Serves the bus to services in other languages. Its instances, one for each event loop, share one port. */
public final class BridgeVerticle extends VerticleBase {

    private static final long CHECK_INTERVAL_MILLIS = 100;

    private final BridgeConfig config;
    private final SocketAddress address;
    private final BridgeNode node;
    private final RateLimits rates;
    private final BridgeMetrics metrics;
    private final CallMetrics calls;
    private final Set<ClientConnection> connections = new HashSet<>();
    private NetServer server;
    private BridgeContext bridge;
    /** Null without TLS. */
    private SslContext tls;

    private BridgeVerticle(
            BridgeConfig config,
            SocketAddress address,
            BridgeNode node,
            RateLimits rates,
            BridgeMetrics metrics,
            CallMetrics calls) {
        this.config = config;
        this.address = address;
        this.node = node;
        this.rates = rates;
        this.metrics = metrics;
        this.calls = calls;
    }

    /** Supplies the instances of one deployment. */
    public static Supplier<BridgeVerticle> instances(
            BridgeConfig config, RateLimits rates, MeterRegistry meters, CallMetrics calls) {
        var maxHeap = Runtime.getRuntime().maxMemory();
        return instances(config, config.newNode(maxHeap), rates, meters, calls);
    }

    static Supplier<BridgeVerticle> instances(
            BridgeConfig config, BridgeNode node, RateLimits rates, MeterRegistry meters, CallMetrics calls) {
        var address = config.address();
        var metrics = new BridgeMetrics(meters, node, config.principals());
        return () -> new BridgeVerticle(config, address, node, rates, metrics, calls);
    }

    @Override
    public Future<?> start() throws Exception {
        metrics.instanceStarted();
        var bus = new BusClient(vertx, calls);
        bridge = new BridgeContext(
                bus,
                new SharedSubscriptions(bus),
                config.limits(),
                rates,
                metrics.principals(),
                Tracing.of(vertx),
                node);
        tls = config.tls().context(vertx);
        vertx.setPeriodic(CHECK_INTERVAL_MILLIS, tick -> checkAll());
        server = vertx.createNetServer(new NetServerOptions().setTcpKeepAlive(true))
                .connectHandler(this::connected);
        return server.listen(address);
    }

    /**
     * Takes the certificate and the principals; to call on every instance. Open connections go on with the certificate
     * that they began with, and end if their own credentials are withdrawn.
     */
    public Future<?> reload(BridgeConfig changed) {
        var done = Promise.<Void>promise();
        context.runOnContext(now -> {
            try {
                apply(changed);
                done.complete();
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private void apply(BridgeConfig changed) throws Exception {
        if (tls != null && changed.tls().isOn()) {
            tls = changed.tls().context(vertx);
        }
        node.replace(changed.principals());
        List.copyOf(connections).forEach(ClientConnection::reauthenticate);
    }

    /** Finishes the requests in flight, which {@code close()} would discard. */
    @Override
    public Future<?> stop() {
        metrics.instanceStopped();
        return server.shutdown(config.drain().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port on which the started bridge listens. */
    public int port() {
        return server.actualPort();
    }

    private void connected(NetSocket socket) {
        var connection = new ClientConnection(socket, bridge);
        connections.add(connection);
        // A connection that is reset by the client must not write a stack trace to the log.
        socket.exceptionHandler(failure -> socket.close()).closeHandler(closed -> {
            connections.remove(connection);
            connection.closed();
        });
        connection.open(tls == null ? null : handshake());
    }

    /**
     * The handshake is not left to Vert.x, which reports a connection only after its handshake, so that connections without
     * one could not be limited.
     */
    private SslHandler handshake() {
        var handler = tls.newHandler(ByteBufAllocator.DEFAULT);
        handler.setHandshakeTimeoutMillis(config.limits().authentication().toMillis());
        return handler;
    }

    private void checkAll() {
        var now = System.nanoTime();
        node.unauthenticated().removeExcess(now).forEach(ClientConnection::evict);
        bridge.subscriptions().removeUnused(now);
        List.copyOf(connections).forEach(connection -> connection.check(now));
    }
}
