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
 * Connections that write as fast as the node takes it and never read an answer. One that the node closes is opened again, as
 * often as {@link #OPENINGS} allows: beyond it, the attack is one on the processor, which attacker and node share here.
 */
public final class Strangers {

    /** Of each connection, on average. */
    private static final int OPENINGS = 4;

    private final InetSocketAddress node;
    private final int connections;
    private final byte[] opening;
    private final byte[] repeated;
    private final boolean hangUp;

    private Strangers(int port, int connections, byte[] opening, byte[] repeated, boolean hangUp) {
        this.node = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.connections = connections;
        this.opening = opening;
        this.repeated = repeated;
        this.hangUp = hangUp;
    }

    /** Each connection writes the opening once, and then the repeated bytes again and again, none if they are empty. */
    public static Strangers writing(int port, int connections, byte[] opening, byte[] repeated) {
        return new Strangers(port, connections, opening, repeated, false);
    }

    /** Each connection writes the opening, closes, and is opened again. */
    public static Strangers hangingUp(int port, int connections, byte[] opening) {
        return new Strangers(port, connections, opening, new byte[0], true);
    }

    /** Returns how many connections were opened when the time is over and all of them are closed. */
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
                selector.keys().forEach(Strangers::close);
            }
        }
        return opened;
    }

    /** A few at a time, so that those that are open are not kept waiting. */
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
        if (hangUp) {
            close(key);
        } else if (repeated.length > 0) {
            key.attach(ByteBuffer.wrap(repeated));
        } else {
            // Nothing more to say, and what comes is not read.
            key.interestOps(0);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.cancel();
            key.channel().close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
