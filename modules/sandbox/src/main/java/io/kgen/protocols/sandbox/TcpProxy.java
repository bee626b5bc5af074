package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy that injects network failures between a client and a local server: lost bytes, delays and resets.
 *
 * <p>A connection that has lost a byte loses all later bytes too, and neither side is notified. This simulates a
 * firewall that has dropped the state of a connection.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final int serverPort;
    private final ServerSocket listener;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Gate gate = new Gate();
    private volatile boolean droppingAll;
    private volatile boolean droppingReplies;

    private TcpProxy(int serverPort, ServerSocket listener) {
        this.serverPort = serverPort;
        this.listener = listener;
    }

    /** Starts a proxy that forwards all bytes until a failure is injected. */
    public static TcpProxy to(int serverPort) {
        try {
            var proxy = new TcpProxy(serverPort, new ServerSocket(Ports.free(), 0, InetAddress.getLoopbackAddress()));
            background("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Drops all later bytes in both directions; connections stay open and new ones are accepted. */
    public void dropAll() {
        droppingAll = true;
    }

    /** Forwards requests but drops all later replies; the end of a connection is still forwarded. */
    public void dropReplies() {
        droppingReplies = true;
    }

    /** Drops all later bytes in both directions on the connections that are open now, but not on new ones. */
    public void dropOpenConnections() {
        connections.forEach(connection -> connection.hasLostBytes = true);
    }

    /** Delays all later requests, on each connection, until {@link #release()}. */
    public void hold() {
        gate.hold();
    }

    /** Forwards the delayed requests in order, and then all later ones. */
    public void release() {
        gate.release();
    }

    /** Forwards all bytes again, except on connections that have lost bytes in the meantime. */
    public void restore() {
        droppingAll = false;
        droppingReplies = false;
    }

    /** Resets every connection, which both sides notice. */
    public void reset() {
        connections.forEach(ProxiedConnection::reset);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        release();
        reset();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException closed) {
                // The listener is closed and the loop ends, or the server is unavailable and the client is closed.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            var connection = new ProxiedConnection(client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
            connections.add(connection);
            background("to server", () -> connection.pump(client, connection.server));
            background("to client", () -> connection.pump(connection.server, client));
        } catch (IOException serverUnavailable) {
            client.close();
            throw serverUnavailable;
        }
    }

    private static void background(String name, Runnable task) {
        var thread = new Thread(task, "proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Blocks the threads that forward requests while requests are delayed. */
    private static final class Gate {

        private boolean closed;

        private synchronized void hold() {
            closed = true;
        }

        private synchronized void release() {
            closed = false;
            notifyAll();
        }

        private synchronized void pass() throws IOException {
            try {
                while (closed) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
    }

    private final class ProxiedConnection {

        private final Socket client;
        private final Socket server;
        private volatile boolean hasLostBytes;
        private volatile boolean hasLostReply;

        private ProxiedConnection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void pump(Socket from, Socket to) {
            try {
                var buffer = new byte[BUFFER_BYTES];
                for (var n = from.getInputStream().read(buffer);
                        n >= 0;
                        n = from.getInputStream().read(buffer)) {
                    if (from == client) {
                        gate.pass();
                    }
                    if (!drops(from)) {
                        to.getOutputStream().write(buffer, 0, n);
                    }
                }
                if (!dropsAll()) {
                    to.shutdownOutput();
                }
            } catch (IOException broken) {
                reset();
            }
        }

        private boolean drops(Socket from) {
            if (from == server && droppingReplies) {
                hasLostReply = true;
            }
            return dropsAll() || (from == server && hasLostReply);
        }

        private boolean dropsAll() {
            if (droppingAll) {
                hasLostBytes = true;
            }
            return hasLostBytes;
        }

        private void reset() {
            connections.remove(this);
            reset(client);
            reset(server);
        }

        /** Closing a socket with a linger time of zero resets the connection. */
        private static void reset(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException alreadyClosed) {
                // Nothing is left to reset.
            }
        }
    }
}
