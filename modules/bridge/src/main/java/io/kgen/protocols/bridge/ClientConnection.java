package io.kgen.protocols.bridge;

import io.netty.channel.Channel;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of one client: when it is read from, how long things may take, and how it ends. Nothing is read from a client that
 * does not read its answers, or for whose frame there is no memory.
 */
final class ClientConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** Between a last frame and the end: a socket closed with something unread in it would take the frame with it. */
    private static final Duration LINGER = Duration.ofMillis(250);

    /** Of one read. Vert.x' own pause() would let two dozen reads of 64 KiB pile up. */
    private static final int READ_BYTES = 16 * 1024;

    /** In bytes, of one turn of the event loop, which serves other clients and players, too. */
    private static final int WORK_OF_A_TURN = 64 * 1024;
    /** Beside its bytes. */
    private static final int WORK_OF_A_FRAME = 2 * 1024;

    private final NetSocket socket;
    private final Channel channel;
    private final BridgeContext bridge;
    private final OutboundQueue outbox;
    private final Session session;
    private final FrameDecoder reader;
    private final long connectedAt = System.nanoTime();

    private boolean processing;
    private boolean yielding;
    private boolean over;
    private long overAt;
    private long lastFrameAt = connectedAt;
    private long partialSince;

    ClientConnection(NetSocket socket, BridgeContext bridge) {
        var strangers = bridge.node().budgets().strangers();
        var timeout = bridge.limits().frame();
        this.socket = socket;
        this.channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        this.bridge = bridge;
        this.outbox = new OutboundQueue(socket, bridge.node().unsent(), strangers.unsent(), timeout);
        this.session = new Session(this, bridge, outbox);
        this.reader = new FrameDecoder(strangers.frames(), BridgeLimits.STRANGERS_FRAME_BYTES);
    }

    /** @param tls whose handshake is to come, or null; until it is done, the client is a stranger like any other */
    void open(SslHandler tls) {
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1));
        outbox.onDrained(this::process);
        socket.handler(this::received).shutdownHandler(stopping -> drain());
        bridge.census().connected();
        bridge.node().strangers().add(this).forEach(ClientConnection::giveWay);
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
        var principal = bridge.principals().byCertificate(socket);
        try {
            if (principal != null) {
                session.identify(principal);
            } else if (bridge.node().budgets().isFullOfPrincipals()) {
                throw new ProtocolException(ProtocolError.TOO_MANY_CONNECTIONS);
            }
        } catch (ProtocolException e) {
            leave(e.fault());
        }
    }

    /** It is a principal's now. */
    void admitted(Budgets.Account account) {
        bridge.node().strangers().remove(this);
        outbox.countFor(account.unsent());
        reader.allow(account.frames(), BridgeLimits.FRAME_BYTES);
    }

    /** Closes it for a newer one, unless it has become a principal's meanwhile. May be called on any thread. */
    void giveWay() {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen() && !session.hasPrincipal()) {
                if (!over) {
                    leave(ProtocolError.TOO_MANY_CONNECTIONS);
                }
                outbox.cutOff();
            }
        });
    }

    long age(long now) {
        return now - connectedAt;
    }

    void closed() {
        over = true;
        reader.clear();
        session.closed();
        outbox.forget();
        bridge.node().strangers().remove(this);
        bridge.census().disconnected();
    }

    /** Ends what has taken too long. */
    void check(long now) {
        if (outbox.isStuck(now)) {
            outbox.cutOff();
        } else if (!over) {
            checkClient(now);
        } else if (now - overAt > LINGER.toNanos()) {
            outbox.close();
        }
    }

    private void checkClient(long now) {
        var limits = bridge.limits();
        if (!session.hasPrincipal()
                && now - connectedAt > limits.authentication().toNanos()) {
            leave(ProtocolError.AUTH_TIMEOUT);
        } else if (!mayProcess()) {
            // It is not read from, so it cannot be late.
            partialSince = now;
        } else if (reader.isPartial() && now - partialSince > limits.frame().toNanos()) {
            leave(ProtocolError.FRAME_TIMEOUT);
        } else if (reader.isWaiting()) {
            process();
        } else if (!session.hasRequests() && now - lastFrameAt > limits.idle().toNanos()) {
            leave(ProtocolError.IDLE_TIMEOUT);
        }
    }

    private void received(Buffer chunk) {
        if (over) {
            return;
        }
        if (!reader.isPartial()) {
            partialSince = System.nanoTime();
        }
        reader.add(chunk);
        process();
    }

    /** Takes what has been received, as far as it may be taken now. */
    void process() {
        if (processing || yielding) {
            return;
        }
        processing = true;
        try {
            processFrames();
        } catch (ProtocolException e) {
            leave(e.fault());
        } catch (RuntimeException e) {
            LOG.error("bridge: a frame of {} was too much", remoteAddress(), e);
            leave(ProtocolError.INTERNAL);
        } finally {
            processing = false;
        }
        channel.config().setAutoRead(over || (mayProcess() && !reader.isWaiting() && !yielding));
    }

    private void processFrames() {
        var left = WORK_OF_A_TURN;
        while (left > 0 && mayProcess()) {
            var bytes = reader.next();
            if (bytes == null) {
                return;
            }
            left -= WORK_OF_A_FRAME + bytes.length;
            lastFrameAt = System.nanoTime();
            partialSince = lastFrameAt;
            session.handle(bytes);
        }
        if (left <= 0) {
            yielding = true;
            channel.eventLoop().execute(this::goOn);
        }
    }

    private void goOn() {
        yielding = false;
        process();
    }

    private boolean mayProcess() {
        return !over && !outbox.isFull() && session.takesMore();
    }

    void answered(Buffer answer) {
        if (answer != InFlightRequests.NO_ANSWER) {
            send(answer);
        }
        closeIfDrained();
    }

    /** To a client that is still there. */
    void send(Buffer frame) {
        if (!over) {
            outbox.send(frame);
        }
    }

    private void drain() {
        session.drain();
        closeIfDrained();
    }

    private void closeIfDrained() {
        if (session.isDrained()) {
            socket.close();
        }
    }

    private void leave(ProtocolError fault) {
        outbox.send(OutboundFrames.err(fault));
        end();
    }

    /** Nothing more is taken from it or kept for it; what was sent to it gets a moment to arrive. */
    void end() {
        over = true;
        overAt = System.nanoTime();
        reader.clear();
        session.end();
        channel.config().setAutoRead(true);
    }

    SocketAddress remoteAddress() {
        return socket.remoteAddress();
    }
}
