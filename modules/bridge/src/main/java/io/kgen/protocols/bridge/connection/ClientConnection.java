package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.access.Principal;
import io.kgen.protocols.bridge.limits.Budgets;
import io.kgen.protocols.bridge.protocol.OutboundFrames;
import io.kgen.protocols.bridge.protocol.ProtocolError;
import io.kgen.protocols.bridge.protocol.ProtocolException;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of one client and its life cycle: authentication, draining, lingering close.
 */
public final class ClientConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private enum State {
        UNAUTHENTICATED,
        AUTHENTICATED,
        /** The node stops: requests in flight are finished, new ones are rejected. */
        DRAINING,
        /** After an error that ends the connection: input is discarded, and the error frame has time to arrive. */
        LINGERING,
        CLOSED
    }

    /** Closing a socket with unread input resets the connection and discards the last frame that was sent. */
    private static final Duration LINGER_TIME = Duration.ofMillis(250);

    private final NetSocket socket;
    private final Channel channel;
    private final BridgeContext bridge;
    private final OutboundQueue queue;
    private final Session session;
    private final FrameReader reader;
    private final long connectedAt = System.nanoTime();

    private State state = State.UNAUTHENTICATED;
    private long lingeringSince;

    public ClientConnection(NetSocket socket, BridgeContext bridge) {
        var account = bridge.node().budgets().unauthenticated();
        var stallTimeout = bridge.limits().frame();
        this.socket = socket;
        this.channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        this.bridge = bridge;
        this.queue = new OutboundQueue(socket, bridge.node().queues(), account.unsent(), stallTimeout);
        this.session = new Session(this, bridge, queue);
        this.reader = new FrameReader(this, channel, account);
    }

    /**
     * Starts to read from the client.
     *
     * @param tls null without TLS; until its handshake is complete, the connection is unauthenticated
     */
    public void open(SslHandler tls) {
        reader.open();
        queue.onReadResumed(this::process);
        socket.handler(reader::received).shutdownHandler(stopping -> drain());
        bridge.stats().connectionOpened();
        bridge.node().unauthenticated().add(this).forEach(ClientConnection::evict);
        if (tls == null) {
            opened();
        } else {
            channel.pipeline().addFirst(tls);
            var unused = tls.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    opened();
                }
            });
        }
    }

    private void opened() {
        var principal = findPrincipalByCertificate();
        try {
            if (principal != null) {
                session.authenticate(principal);
            } else if (bridge.node().budgets().areConnectionsExhausted()) {
                throw new ProtocolException(ProtocolError.TOO_MANY_CONNECTIONS);
            }
        } catch (ProtocolException e) {
            fail(e.error());
        }
    }

    /** Null if the client has no certificate of a principal. */
    Principal findPrincipalByCertificate() {
        return bridge.principals().findByCertificate(socket);
    }

    /** Ends the connection if its principal, its token or its certificate is withdrawn. */
    public void reauthenticate() {
        if (isOpen() && !session.reauthenticate()) {
            LOG.info("bridge: closes the connection of {}, its credentials are withdrawn", socket.remoteAddress());
            fail(ProtocolError.UNAUTHORIZED);
        }
    }

    /** The session has authenticated the client. */
    void authenticated(Budgets.Account account) {
        if (state == State.UNAUTHENTICATED) {
            state = State.AUTHENTICATED;
        }
        bridge.node().unauthenticated().remove(this);
        queue.chargeTo(account.unsent());
        reader.chargeTo(account);
    }

    /** Closes the connection for a newer one, unless it was authenticated meanwhile. May be called by any thread. */
    public void evict() {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen() && !session.isAuthenticated()) {
                if (isOpen()) {
                    fail(ProtocolError.TOO_MANY_CONNECTIONS);
                }
                queue.abort();
            }
        });
    }

    long age(long now) {
        return now - connectedAt;
    }

    boolean isOpen() {
        return state == State.UNAUTHENTICATED || state == State.AUTHENTICATED || state == State.DRAINING;
    }

    boolean isDraining() {
        return state == State.DRAINING;
    }

    /** Called once when the socket is closed, by whichever side. */
    public void closed() {
        state = State.CLOSED;
        reader.closed();
        session.closed();
        queue.release();
        bridge.node().unauthenticated().remove(this);
        bridge.stats().connectionClosed();
    }

    /** Enforces the timeouts; called periodically. */
    public void check(long now) {
        if (queue.isStalled(now)) {
            queue.abort();
        } else if (isOpen()) {
            checkTimeouts(now);
        } else if (now - lingeringSince > LINGER_TIME.toNanos()) {
            queue.close();
        }
    }

    private void checkTimeouts(long now) {
        var limits = bridge.limits();
        if (!session.isAuthenticated()
                && now - connectedAt > limits.authentication().toNanos()) {
            fail(ProtocolError.AUTH_TIMEOUT);
        } else {
            reader.check(now, limits);
        }
    }

    /** Continues with the frames that were received. */
    void process() {
        reader.process();
    }

    void handle(byte[] frame) {
        session.handle(frame);
    }

    boolean hasRequests() {
        return session.hasRequests();
    }

    /** Whether back pressure allows to handle the next frame. */
    boolean mayProcess() {
        return isOpen() && !queue.isReadPaused() && session.isReady();
    }

    /** Sends the response to a request; empty if the client does not want a reply. */
    void requestFinished(Optional<Buffer> response) {
        response.ifPresent(this::send);
        closeIfDrained();
    }

    /** Sends a frame unless the connection has ended. */
    void send(Buffer frame) {
        if (isOpen()) {
            queue.send(frame);
        }
    }

    private void drain() {
        if (isOpen()) {
            state = State.DRAINING;
        }
        closeIfDrained();
    }

    private void closeIfDrained() {
        if (state == State.DRAINING && !session.hasRequests()) {
            socket.close();
        }
    }

    /** Ends the connection with an error. */
    void fail(ProtocolError error) {
        queue.send(OutboundFrames.err(error));
        linger();
    }

    /** Discards further input and what is kept for the client, and leaves time for the last frame to arrive. */
    void linger() {
        if (state != State.CLOSED) {
            state = State.LINGERING;
        }
        lingeringSince = System.nanoTime();
        reader.discard();
        session.unsubscribeAll();
    }

    SocketAddress remoteAddress() {
        return socket.remoteAddress();
    }
}
