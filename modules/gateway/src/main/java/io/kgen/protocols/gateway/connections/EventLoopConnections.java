package io.kgen.protocols.gateway.connections;

import io.kgen.protocols.gateway.ConnectionLimits;
import io.kgen.protocols.gateway.monitoring.EventLoopMonitor;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The connections of one event loop. One sweep a second checks the deadlines of all of them, because a timer for each
 * request costs more than the rest of its bookkeeping.
 */
public final class EventLoopConnections {

    public static final long SWEEP_MILLIS = 1_000;

    private static final int MIN_READ_BYTES = 256;
    private static final int FIRST_READ_BYTES = 2 * 1024;
    /** The most memory that one read of one connection can occupy. */
    private static final int MAX_READ_BYTES = 16 * 1024;

    /** How many connections may linger after their last response; further ones are closed at once. */
    private static final int MAX_LINGERING = 128;

    /** RFC 9110, section 5.6.7: two digits for the day, which RFC_1123_DATE_TIME does not write. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final NodeConnections node;
    private final ConnectionLimits limits;
    private final EventLoopMonitor monitor;
    private final Set<ClientConnection> connections = new HashSet<>();
    private final RecvByteBufAllocator reads =
            // One read a turn, so that a connection that sends much does not keep the others held.
            new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, MAX_READ_BYTES).maxMessagesPerRead(1);

    private int lingering;
    private int now;
    private CharSequence date = date();

    public EventLoopConnections(NodeConnections node, ConnectionLimits limits, EventLoopMonitor monitor) {
        this.node = node;
        this.monitor = monitor;
        this.limits = limits;
    }

    /** Applies the limits to a new connection; a connection above the limit gets a 503 and is closed. */
    public void accept(HttpConnection connection, HttpServerOptions options, RequestHandler requests) {
        var server = (HttpServerConnection) connection;
        var channel = server.channelHandlerContext().channel();
        var client = new ClientConnection(channel, this, requests, new RequestDecoder(options));
        channel.config().setRecvByteBufAllocator(reads);
        client.install();
        server.handler(client);
    }

    void add(ClientConnection connection) {
        connections.add(connection);
    }

    void remove(ClientConnection connection) {
        connections.remove(connection);
        node.leave(connection);
    }

    /** Whether one more connection may linger; {@link #lingerEnded} must follow. */
    boolean tryLinger() {
        if (lingering >= MAX_LINGERING) {
            return false;
        }
        lingering++;
        return true;
    }

    void lingerEnded() {
        lingering--;
    }

    /** Called once a second. */
    public void sweep() {
        now++;
        date = date();
        for (var connection : connections.toArray(new ClientConnection[0])) {
            connection.checkDeadlines();
        }
    }

    /** Seconds since the start, as counted by the sweep. */
    int now() {
        return now;
    }

    /** The value of the header Date, at most a second old. */
    public CharSequence dateHeader() {
        return date;
    }

    NodeConnections node() {
        return node;
    }

    EventLoopMonitor monitor() {
        return monitor;
    }

    ConnectionLimits limits() {
        return limits;
    }

    private static CharSequence date() {
        return HttpHeaders.createOptimized(DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
    }
}
