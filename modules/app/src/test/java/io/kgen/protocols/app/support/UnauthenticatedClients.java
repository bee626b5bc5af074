package io.kgen.protocols.app.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Connections that write as fast as the node reads and never read a response. A connection that the node closes is
 * opened again, at most {@link #OPENINGS} times: more would exhaust the CPU that attacker and node share here.
 */
public final class UnauthenticatedClients {

    /** The average limit for each connection. */
    private static final int OPENINGS = 4;

    private final InetSocketAddress node;
    private final int connections;
    private final byte[] opening;
    private final byte[] repeated;
    private final boolean disconnect;

    private UnauthenticatedClients(int port, int connections, byte[] opening, byte[] repeated, boolean disconnect) {
        this.node = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.connections = connections;
        this.opening = opening;
        this.repeated = repeated;
        this.disconnect = disconnect;
    }

    /** Each connection writes the opening once, and then the repeated bytes in a loop, or nothing if they are empty. */
    public static UnauthenticatedClients writing(int port, int connections, byte[] opening, byte[] repeated) {
        return new UnauthenticatedClients(port, connections, opening, repeated, false);
    }

    /** Each connection writes the opening, closes, and is opened again. */
    public static UnauthenticatedClients disconnecting(int port, int connections, byte[] opening) {
        return new UnauthenticatedClients(port, connections, opening, new byte[0], true);
    }

    /** Attacks for the given time, closes all connections and returns how many were opened. */
    public int attack(Duration time) throws IOException {
        var opened = 0;
        var end = System.nanoTime() + time.toNanos();
        try (var selector = Selector.open()) {
            try {
                while (System.nanoTime() < end) {
                    var missing = connections - selector.keys().size();
                    opened += open(selector, Math.min(missing, OPENINGS * connections - opened));
                    selector.select(this::proceed, 20);
                }
            } finally {
                selector.keys().forEach(UnauthenticatedClients::close);
            }
        }
        return opened;
    }

    /** Opens a limited number at a time, so that open connections are not delayed. */
    private int open(Selector selector, int missing) throws IOException {
        var opened = 0;
        for (; opened < Math.min(missing, 50); opened++) {
            var channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(node);
            channel.register(selector, SelectionKey.OP_CONNECT, ByteBuffer.wrap(opening));
        }
        return opened;
    }

    private void proceed(SelectionKey key) {
        try {
            var channel = (SocketChannel) key.channel();
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_WRITE);
            }
            if (key.isWritable()) {
                write(key, channel);
            }
        } catch (IOException closed) {
            close(key);
        }
    }

    private void write(SelectionKey key, SocketChannel channel) throws IOException {
        var bytes = (ByteBuffer) key.attachment();
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            return;
        }
        if (disconnect) {
            close(key);
        } else if (repeated.length > 0) {
            key.attach(ByteBuffer.wrap(repeated));
        } else {
            // Neither writes nor reads any more.
            key.interestOps(0);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.cancel();
            key.channel().close();
        } catch (IOException e) {
            // The connection is closed in any case.
        }
    }
}
