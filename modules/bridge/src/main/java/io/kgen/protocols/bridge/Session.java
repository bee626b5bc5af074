package io.kgen.protocols.bridge;

import io.kgen.protocols.platform.RateLimitedLogger;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client says, frame by frame, and what it is answered. Every frame gets an answer (E62); what a client may do is what
 * its principal may, and its replies go to nobody else.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG);

    /** Pings that wait for a registration; no more is taken from the client until then. */
    private static final int MOST_WAITING_PINGS = 64;

    private final ClientConnection connection;
    private final BridgeContext bridge;
    private final OutboundQueue outbox;
    private final Subscriptions subscriptions;
    private final InFlightRequests requests;

    /** Null until the client has proved whose it is. */
    private Principal principal;

    private Budgets.Account account;
    private boolean draining;
    private int waitingPings;

    Session(ClientConnection connection, BridgeContext bridge, OutboundQueue outbox) {
        this.connection = connection;
        this.bridge = bridge;
        this.outbox = outbox;
        this.requests = new InFlightRequests(bridge);
        this.subscriptions = new Subscriptions(bridge.topics(), bridge.census(), outbox);
    }

    boolean hasPrincipal() {
        return principal != null;
    }

    boolean hasRequests() {
        return !requests.none();
    }

    /** Whether the next frame may be read. */
    boolean takesMore() {
        return waitingPings < MOST_WAITING_PINGS;
    }

    void drain() {
        draining = true;
    }

    boolean isDrained() {
        return draining && requests.none();
    }

    /** Listens no longer. */
    void end() {
        subscriptions.removeAll();
    }

    void closed() {
        end();
        if (account != null) {
            account.connections().release(1);
        }
    }

    /** @throws ProtocolException if its principal has too many connections */
    void identify(Principal proved) {
        if (principal != null) {
            return;
        }
        var theirs = bridge.node().budgets().accountOf(proved);
        if (!theirs.connections().reserve(1)) {
            throw new ProtocolException(ProtocolError.TOO_MANY_CONNECTIONS);
        }
        principal = proved;
        account = theirs;
        connection.admitted(theirs);
    }

    void handle(byte[] bytes) {
        var weight = FrameWeight.of(bytes);
        var budgets = bridge.node().budgets();
        if (weight > budgets.heaviestFrame()) {
            refuse(ProtocolError.FRAME_TOO_LARGE, bytes);
        } else if (!budgets.parser().reserve(weight)) {
            refuse(ProtocolError.TOO_MANY_REQUESTS, bytes);
        } else {
            try {
                handle(bytes, weight);
            } finally {
                budgets.parser().release(weight);
            }
        }
    }

    /** Without parsing it as a whole. */
    private void refuse(ProtocolError fault, byte[] bytes) {
        try {
            tell(fault, OutboundFrames.err(fault, InboundFrame.parseAddresses(bytes)));
        } catch (ProtocolException e) {
            tell(e.fault(), OutboundFrames.err(e.fault()));
        }
    }

    private void handle(byte[] bytes, long weight) {
        InboundFrame frame;
        try {
            frame = InboundFrame.parse(bytes);
        } catch (ProtocolException e) {
            tell(e.fault(), OutboundFrames.err(e.fault()));
            return;
        }
        try {
            handle(frame, weight);
        } catch (ProtocolException e) {
            tell(e.fault(), OutboundFrames.err(e.fault(), frame));
        }
    }

    private void tell(ProtocolError fault, Buffer err) {
        outbox.send(err);
        if (fault.isFinal() || principal == null) {
            connection.end();
        }
    }

    private void handle(InboundFrame frame, long weight) {
        authenticate(frame);
        switch (frame.type()) {
            case "ping" -> ping();
            case "auth" -> outbox.send(OutboundFrames.authenticated(known()));
            case "send" -> ask(frame, weight);
            case "register" -> register(frame);
            case "unregister" -> unregister(frame);
            case "publish" -> publish(frame);
            default -> {
                known();
                throw new ProtocolException(ProtocolError.UNKNOWN_TYPE);
            }
        }
    }

    /** A token may be on any frame, as stock clients have headers that go with all of them; another one is never right. */
    private void authenticate(InboundFrame frame) {
        var token = frame.token();
        if (token == null) {
            return;
        }
        var proved = bridge.principals().byToken(token);
        if (proved == null || (principal != null && !proved.equals(principal))) {
            LIMITED_LOG.warn(Session.class, "bridge: rejected a token from {}", connection.remoteAddress());
            throw new ProtocolException(ProtocolError.UNAUTHORIZED);
        }
        identify(proved);
    }

    private Principal known() {
        if (principal == null) {
            throw new ProtocolException(ProtocolError.UNAUTHORIZED);
        }
        return principal;
    }

    /** Its answer says, too, that the addresses registered before it are heard; the stock format has no other for that. */
    private void ping() {
        if (subscriptions.isSettled() && waitingPings == 0) {
            outbox.send(OutboundFrames.pong());
        } else if (waitingPings++ == 0) {
            subscriptions.settled().onComplete(settled -> pongs());
        }
    }

    private void pongs() {
        if (!subscriptions.isSettled()) {
            subscriptions.settled().onComplete(settled -> pongs());
            return;
        }
        var pings = waitingPings;
        waitingPings = 0;
        for (var i = 0; i < pings; i++) {
            connection.send(OutboundFrames.pong());
        }
        connection.process();
    }

    private void register(InboundFrame frame) {
        var address = allowed(frame, known().subscribe());
        var kept = frame.withoutBody();
        subscriptions
                .add(ExposedAddresses.NOTIFICATIONS.get(address))
                .onFailure(failure -> connection.send(OutboundFrames.err(ProtocolError.NOT_REGISTERED, kept)));
    }

    private void unregister(InboundFrame frame) {
        if (!subscriptions.remove(allowed(frame, known().subscribe()))) {
            throw new ProtocolException(ProtocolError.UNKNOWN_ADDRESS);
        }
    }

    /** Nobody's: what is published says that a service has committed something, and only that service can say so. */
    private void publish(InboundFrame frame) {
        known();
        allowed(frame, Set.of());
    }

    private static String allowed(InboundFrame frame, Set<String> addresses) {
        var address = frame.address();
        if (address == null) {
            throw new ProtocolException(ProtocolError.MISSING_ADDRESS);
        }
        if (!addresses.contains(address)) {
            throw new ProtocolException(ProtocolError.ACCESS_DENIED);
        }
        return address;
    }

    private void ask(InboundFrame frame, long weight) {
        var operation = ExposedAddresses.OPERATIONS.get(allowed(frame, known().send()));
        if (draining) {
            throw new ProtocolException(ProtocolError.STOPPING);
        }
        requests.ask(operation, frame, account.requests(), weight).onSuccess(connection::answered);
    }
}
