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
 * A network between a client and a server on this machine, and what can befall one: packets vanish, connections are reset.
 *
 * <p>A connection that has lost a byte is lost for good, though neither side is told, as when a firewall forgets it.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final int serverPort;
    private final ServerSocket listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Gate gate = new Gate();
    private volatile boolean swallowing;
    private volatile boolean losingAnswers;

    private TcpProxy(int serverPort, ServerSocket listener) {
        this.serverPort = serverPort;
        this.listener = listener;
    }

    /** Passes everything on, until told otherwise. */
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

    /** Whatever is sent from now on, either way, vanishes, while all connections stay open and new ones are accepted. */
    public void swallow() {
        swallowing = true;
    }

    /** Whatever is sent to the server from now on arrives, and nothing comes back but the end of a connection. */
    public void loseAnswers() {
        losingAnswers = true;
    }

    /** Every connection that is open now loses whatever is sent from now on, either way; new ones are not affected. */
    public void forget() {
        links.forEach(link -> link.lost = true);
    }

    /** Whatever is sent to the server from now on, on any connection, is kept back until {@link #release()}. */
    public void hold() {
        gate.hold();
    }

    /** What was kept back arrives, in order, and so does what follows. */
    public void release() {
        gate.release();
    }

    /** The network is well again, but not the connections that lost something in the meantime. */
    public void pass() {
        swallowing = false;
        losingAnswers = false;
    }

    /** Breaks every connection, which both sides notice. */
    public void reset() {
        links.forEach(Link::reset);
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
                join(listener.accept());
            } catch (IOException closed) {
                // The listener is, and the loop ends, or the server is, and the client has been told.
            }
        }
    }

    private void join(Socket client) throws IOException {
        try {
            var link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
            links.add(link);
            background("to server", () -> link.pump(client, link.server));
            background("to client", () -> link.pump(link.server, client));
        } catch (IOException serverIsAway) {
            client.close();
            throw serverIsAway;
        }
    }

    private static void background(String name, Runnable task) {
        var thread = new Thread(task, "proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where the bytes of clients wait while they are kept back. */
    private static final class Gate {

        private boolean holding;

        private synchronized void hold() {
            holding = true;
        }

        private synchronized void release() {
            holding = false;
            notifyAll();
        }

        private synchronized void pass() throws IOException {
            try {
                while (holding) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
    }

    private final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean lost;
        private volatile boolean lostAnswer;

        private Link(Socket client, Socket server) {
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
                    if (!loses(from)) {
                        to.getOutputStream().write(buffer, 0, n);
                    }
                }
                if (!isLost()) {
                    to.shutdownOutput();
                }
            } catch (IOException broken) {
                reset();
            }
        }

        private boolean loses(Socket from) {
            if (from == server && losingAnswers) {
                lostAnswer = true;
            }
            return isLost() || (from == server && lostAnswer);
        }

        private boolean isLost() {
            if (swallowing) {
                lost = true;
            }
            return lost;
        }

        private void reset() {
            links.remove(this);
            reset(client);
            reset(server);
        }

        /** A socket that may not linger is not closed but reset. */
        private static void reset(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException alreadyClosed) {
                // All the better.
            }
        }
    }
}
