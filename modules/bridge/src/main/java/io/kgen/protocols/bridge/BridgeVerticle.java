package io.kgen.protocols.bridge;

import io.kgen.protocols.contracts.BusClient;
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
    private final Census census;
    private final Set<Connection> connections = new HashSet<>();
    private NetServer server;
    private Bridge bridge;

    private BridgeVerticle(BridgeConfig config, Census census) {
        this.config = config;
        this.census = census;
    }

    /** Supplies the instances of one deployment. */
    public static Supplier<BridgeVerticle> instances(BridgeConfig config) {
        return instances(config, new Census(config.limits().connections()));
    }

    static Supplier<BridgeVerticle> instances(BridgeConfig config, Census census) {
        return () -> new BridgeVerticle(config, census);
    }

    @Override
    public Future<?> start() {
        BridgeMetrics.expose(census);
        bridge = new Bridge(new BusClient(vertx), config.principals(), config.limits(), census);
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
        var connection = new Connection(socket, bridge);
        connections.add(connection);
        // A reset needs no stack trace in the log.
        socket.exceptionHandler(failure -> socket.close()).closeHandler(closed -> {
            connections.remove(connection);
            connection.closed();
        });
        connection.open();
    }

    private void checkAll() {
        var now = System.nanoTime();
        List.copyOf(connections).forEach(connection -> connection.check(now));
    }
}
