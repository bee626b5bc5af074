package io.kgen.protocols.bridge;

import io.kgen.protocols.bus.BusClient;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Serves the bus to services in other languages; several instances share one port. One instance an event loop. */
public final class BridgeVerticle extends VerticleBase {

    private static final long CHECK_EVERY_MILLIS = 100;

    private final BridgeConfig config;
    private final Node node;
    private final Set<ClientConnection> connections = new HashSet<>();
    private NetServer server;
    private BridgeContext bridge;
    /** Null without TLS. */
    private SslContext tls;

    private BridgeVerticle(BridgeConfig config, Node node) {
        this.config = config;
        this.node = node;
    }

    /** Supplies the instances of one deployment. */
    public static Supplier<BridgeVerticle> instances(BridgeConfig config) {
        return instances(config, Node.of(config));
    }

    static Supplier<BridgeVerticle> instances(BridgeConfig config, Node node) {
        return () -> new BridgeVerticle(config, node);
    }

    @Override
    public Future<?> start() throws Exception {
        BridgeMetrics.expose(node);
        var bus = new BusClient(vertx);
        bridge = new BridgeContext(bus, new Topics(bus), config.principals(), config.limits(), node);
        tls = config.tls().context(vertx);
        vertx.setPeriodic(CHECK_EVERY_MILLIS, tick -> checkAll());
        server = vertx.createNetServer(config.serverOptions()).connectHandler(this::connected);
        return server.listen();
    }

    /** Finishes the requests in flight; {@code close()} would drop them. */
    @Override
    public Future<?> stop() {
        BridgeMetrics.withdraw();
        return server.shutdown(config.drain().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port that it listens on, once started. */
    public int port() {
        return server.actualPort();
    }

    private void connected(NetSocket socket) {
        var connection = new ClientConnection(socket, bridge);
        connections.add(connection);
        // A reset needs no stack trace in the log.
        socket.exceptionHandler(failure -> socket.close()).closeHandler(closed -> {
            connections.remove(connection);
            connection.closed();
        });
        connection.open(tls == null ? null : handshake());
    }

    /** By us and not by Vert.x, which would tell us of a client only once its handshake is over, or never. */
    private SslHandler handshake() {
        var handler = tls.newHandler(ByteBufAllocator.DEFAULT);
        handler.setHandshakeTimeoutMillis(config.limits().authentication().toMillis());
        return handler;
    }

    private void checkAll() {
        var now = System.nanoTime();
        node.strangers().excess(now).forEach(ClientConnection::giveWay);
        bridge.topics().removeUnused(now);
        List.copyOf(connections).forEach(connection -> connection.check(now));
    }
}
