package io.kgen.protocols.app.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Many clients of the bridge that write as much as it accepts, never read, and reconnect after a disconnect. */
public final class BridgeFlood implements AutoCloseable {

    private static final int WRITES_IN_A_ROUND = 4;

    private final int port;
    private final String token;
    private final ByteBuffer first;
    private final ByteBuffer then;
    private final List<Attacker> attackers = new ArrayList<>();

    public BridgeFlood(int port, int clients, String token, ByteBuffer first, ByteBuffer then) throws IOException {
        this.port = port;
        this.token = token;
        this.first = first;
        this.then = then;
        for (var i = 0; i < clients; i++) {
            attackers.add(new Attacker());
        }
    }

    /** Performs a limited number of writes on each connection. */
    public void write() throws IOException {
        for (var attacker : attackers) {
            attacker.write();
        }
    }

    @Override
    public void close() throws IOException {
        for (var attacker : attackers) {
            attacker.socket.close();
        }
    }

    private final class Attacker {

        private SocketChannel socket;
        private ByteBuffer frames;

        Attacker() throws IOException {
            connect();
        }

        private void connect() throws IOException {
            socket = SocketChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            if (!token.isEmpty()) {
                socket.write(ByteBuffer.wrap(BridgePeer.frame(BridgePeer.auth(token))));
            }
            socket.configureBlocking(false);
            frames = first.duplicate();
        }

        void write() throws IOException {
            try {
                for (var i = 0; i < WRITES_IN_A_ROUND && socket.write(next()) > 0; i++) {
                    // Writes until the socket buffer is full.
                }
            } catch (IOException closed) {
                socket.close();
                connect();
            }
        }

        private ByteBuffer next() {
            if (!frames.hasRemaining()) {
                frames = then.duplicate();
            }
            return frames;
        }
    }
}
