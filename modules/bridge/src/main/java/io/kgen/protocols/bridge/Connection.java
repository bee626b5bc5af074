package io.kgen.protocols.bridge;

import io.kgen.protocols.platform.LogPace;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. Every frame of its gets an answer, or its socket is closed (E62); what it may do is what its principal may,
 * and its replies go to nobody else.
 */
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final LogPace PACE = new LogPace();

    /** Between a last frame and the end: a socket closed with something unread in it would take the frame with it. */
    private static final Duration LINGER = Duration.ofMillis(250);

    private final NetSocket socket;
    private final Bridge bridge;
    private final Outbox outbox;
    private final Subscriptions subscriptions;
    private final Requests requests;
    private final FrameReader reader = new FrameReader();
    private final long connectedAt = System.nanoTime();

    /** Null until the client has proved whose it is. */
    private Principal principal;

    private boolean draining;
    private boolean over;
    private long overAt;
    private long lastFrameAt = connectedAt;
    private long partialSince;

    Connection(NetSocket socket, Bridge bridge) {
        this.socket = socket;
        this.bridge = bridge;
        this.outbox = new Outbox(socket, bridge.limits().frame());
        this.requests = new Requests(bridge);
        this.subscriptions = new Subscriptions(bridge.bus(), bridge.census(), outbox);
    }

    void open() {
        if (!bridge.census().connected()) {
            leave(Fault.TOO_MANY_CONNECTIONS);
        }
        principal = bridge.principals().byCertificate(socket);
        socket.handler(this::received).shutdownHandler(stopping -> drain());
    }

    void closed() {
        over = true;
        subscriptions.removeAll();
        bridge.census().disconnected();
    }

    /** Ends what has taken too long. */
    void check(long now) {
        if (outbox.isStuck(now) || (over && now - overAt > LINGER.toNanos())) {
            outbox.cutOff();
        } else if (!over) {
            checkClient(now);
        }
    }

    private void checkClient(long now) {
        var limits = bridge.limits();
        if (principal == null && now - connectedAt > limits.authentication().toNanos()) {
            leave(Fault.AUTH_TIMEOUT);
        } else if (outbox.isHolding()) {
            // It is not read from, so it cannot be late.
            partialSince = now;
        } else if (reader.isPartial() && now - partialSince > limits.frame().toNanos()) {
            leave(Fault.FRAME_TIMEOUT);
        } else if (requests.none() && now - lastFrameAt > limits.idle().toNanos()) {
            leave(Fault.IDLE_TIMEOUT);
        }
    }

    private void received(Buffer chunk) {
        if (over) {
            return;
        }
        var now = System.nanoTime();
        if (!reader.isPartial()) {
            partialSince = now;
        }
        reader.add(chunk);
        try {
            for (var bytes = reader.next(); bytes != null && !over; bytes = reader.next()) {
                lastFrameAt = now;
                partialSince = now;
                handle(bytes);
            }
        } catch (Refusal e) {
            leave(e.fault());
        } catch (RuntimeException e) {
            LOG.error("bridge: a frame of {} was too much", socket.remoteAddress(), e);
            leave(Fault.INTERNAL);
        }
    }

    private void handle(byte[] bytes) {
        Frame frame;
        try {
            frame = Frame.parse(bytes);
        } catch (Refusal e) {
            tell(e.fault(), Frames.err(e.fault()));
            return;
        }
        try {
            handle(frame);
        } catch (Refusal e) {
            tell(e.fault(), Frames.err(e.fault(), frame));
        }
    }

    private void tell(Fault fault, Buffer err) {
        outbox.send(err);
        if (fault.isFinal() || principal == null) {
            end();
        }
    }

    private void handle(Frame frame) {
        authenticate(frame);
        switch (frame.type()) {
            case "ping" -> pong();
            case "auth" -> outbox.send(Frames.authenticated(known()));
            case "send" -> ask(frame);
            case "register" -> register(frame);
            case "unregister" -> unregister(frame);
            case "publish" -> publish(frame);
            default -> {
                known();
                throw new Refusal(Fault.UNKNOWN_TYPE);
            }
        }
    }

    /** A token may be on any frame, as stock clients have headers that go with all of them; another one is never right. */
    private void authenticate(Frame frame) {
        var token = frame.token();
        if (token == null) {
            return;
        }
        var proved = bridge.principals().byToken(token);
        if (proved == null || !proved.equals(Objects.requireNonNullElse(principal, proved))) {
            PACE.next(Connection.class)
                    .ifPresent(heldBack -> LOG.warn(
                            "bridge: refused a token of {}, and {} before it", socket.remoteAddress(), heldBack));
            throw new Refusal(Fault.UNAUTHORIZED);
        }
        principal = proved;
    }

    private Principal known() {
        if (principal == null) {
            throw new Refusal(Fault.UNAUTHORIZED);
        }
        return principal;
    }

    /** Says, too, that the addresses registered before it are heard; the stock format has no other answer to that. */
    private void pong() {
        subscriptions.settled().onComplete(settled -> send(Frames.pong()));
    }

    private void register(Frame frame) {
        var address = allowed(frame, known().subscribe());
        subscriptions
                .add(Catalogue.NOTIFICATIONS.get(address))
                .onFailure(failure -> send(Frames.err(Fault.NOT_REGISTERED, frame)));
    }

    private void unregister(Frame frame) {
        if (!subscriptions.remove(allowed(frame, known().subscribe()))) {
            throw new Refusal(Fault.UNKNOWN_ADDRESS);
        }
    }

    /** Nobody's: what is published says that a service has committed something, and only that service can say so. */
    private void publish(Frame frame) {
        known();
        allowed(frame, Set.of());
    }

    private static String allowed(Frame frame, Set<String> addresses) {
        var address = frame.address();
        if (address == null) {
            throw new Refusal(Fault.MISSING_ADDRESS);
        }
        if (!addresses.contains(address)) {
            throw new Refusal(Fault.ACCESS_DENIED);
        }
        return address;
    }

    private void ask(Frame frame) {
        var operation = Catalogue.OPERATIONS.get(allowed(frame, known().send()));
        if (draining) {
            throw new Refusal(Fault.STOPPING);
        }
        requests.ask(operation, frame).onSuccess(this::answered);
    }

    private void answered(Buffer answer) {
        if (answer != Requests.NO_ANSWER) {
            send(answer);
        }
        closeIfDrained();
    }

    /** To a client that is still there. */
    private void send(Buffer frame) {
        if (!over) {
            outbox.send(frame);
        }
    }

    private void drain() {
        draining = true;
        closeIfDrained();
    }

    private void closeIfDrained() {
        if (draining && requests.none()) {
            socket.close();
        }
    }

    private void leave(Fault fault) {
        outbox.send(Frames.err(fault));
        end();
    }

    /** Nothing more is taken from it or kept for it; what was sent to it gets a moment to arrive. */
    private void end() {
        over = true;
        overAt = System.nanoTime();
        reader.clear();
        subscriptions.removeAll();
    }
}
