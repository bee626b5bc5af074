package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.access.ExposedAddresses;
import io.kgen.protocols.bridge.access.Principal;
import io.kgen.protocols.bridge.limits.Budgets;
import io.kgen.protocols.bridge.protocol.FrameWeight;
import io.kgen.protocols.bridge.protocol.InboundFrame;
import io.kgen.protocols.bridge.protocol.OutboundFrames;
import io.kgen.protocols.bridge.protocol.ProtocolError;
import io.kgen.protocols.bridge.protocol.ProtocolException;
import io.kgen.protocols.bus.Caller;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.platform.RateLimitedLogger;
import io.kgen.protocols.platform.Secret;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the frames of one client. Every frame gets a response (E62). The client may use only the addresses of its
 * principal, and only this connection receives the replies to its requests.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG);

    /** Pings that wait for a pending subscription; at this limit, no more frames are read from the client. */
    private static final int MAX_PENDING_PINGS = 64;

    private final ClientConnection connection;
    private final BridgeContext bridge;
    private final OutboundQueue queue;
    private final Subscriptions subscriptions;
    private final InFlightRequests requests;

    /** Null until the client is authenticated. */
    private Principal principal;

    /** Null if the client authenticated by its certificate. */
    private Secret token;

    private Caller caller;
    private Budgets.Account account;
    private int pendingPings;

    Session(ClientConnection connection, BridgeContext bridge, OutboundQueue queue) {
        this.connection = connection;
        this.bridge = bridge;
        this.queue = queue;
        this.requests = new InFlightRequests(bridge);
        this.subscriptions = new Subscriptions(bridge.subscriptions(), bridge.stats(), queue);
    }

    boolean isAuthenticated() {
        return principal != null;
    }

    boolean hasRequests() {
        return !requests.isEmpty();
    }

    /** Whether the next frame may be handled. */
    boolean isReady() {
        return pendingPings < MAX_PENDING_PINGS;
    }

    void unsubscribeAll() {
        subscriptions.removeAll();
    }

    void closed() {
        unsubscribeAll();
        if (account != null) {
            account.connections().release(1);
        }
    }

    /** @throws ProtocolException if the principal has too many connections */
    void authenticate(Principal authenticated) {
        if (principal != null) {
            return;
        }
        var itsAccount = bridge.node().budgets().accountOf(authenticated);
        if (!itsAccount.connections().tryReserve(1)) {
            throw new ProtocolException(ProtocolError.TOO_MANY_CONNECTIONS);
        }
        principal = authenticated;
        caller = Caller.service(authenticated.name());
        account = itsAccount;
        connection.authenticated(itsAccount);
    }

    /**
     * Authenticates the client again by the principals of now, and takes what has changed about its own.
     *
     * @return false if its credentials are withdrawn
     */
    boolean reauthenticate() {
        if (principal == null) {
            return true;
        }
        var found = token == null
                ? connection.findPrincipalByCertificate()
                : bridge.principals().findByToken(token.value());
        if (found == null || !found.name().equals(principal.name())) {
            return false;
        }
        principal = found;
        subscriptions.retain(found.subscribe());
        return true;
    }

    void handle(byte[] bytes) {
        var weight = FrameWeight.of(bytes);
        var budgets = bridge.node().budgets();
        if (weight > budgets.maxFrameWeight()) {
            rejectUnparsed(ProtocolError.FRAME_TOO_LARGE, bytes);
        } else if (!budgets.parsing().tryReserve(weight)) {
            rejectUnparsed(ProtocolError.TOO_MANY_REQUESTS, bytes);
        } else {
            try {
                handle(bytes, weight);
            } finally {
                budgets.parsing().release(weight);
            }
        }
    }

    private void rejectUnparsed(ProtocolError error, byte[] bytes) {
        try {
            send(error, OutboundFrames.err(error, InboundFrame.parseAddresses(bytes)));
        } catch (ProtocolException e) {
            send(e.error(), OutboundFrames.err(e.error()));
        }
    }

    private void handle(byte[] bytes, long weight) {
        InboundFrame frame;
        try {
            frame = InboundFrame.parse(bytes);
        } catch (ProtocolException e) {
            send(e.error(), OutboundFrames.err(e.error()));
            return;
        }
        try {
            handle(frame, weight);
        } catch (ProtocolException e) {
            send(e.error(), OutboundFrames.err(e.error(), frame));
        }
    }

    private void send(ProtocolError error, Buffer frame) {
        (principal == null ? bridge.meters().nobody() : bridge.meters().of(principal.name())).refused(error);
        queue.send(frame);
        if (error.isFatal() || principal == null) {
            connection.linger();
        }
    }

    private void handle(InboundFrame frame, long weight) {
        authenticate(frame);
        switch (frame.type()) {
            case "ping" -> ping();
            case "auth" -> queue.send(OutboundFrames.authenticated(requirePrincipal()));
            case "send" -> call(frame, weight);
            case "register" -> register(frame);
            case "unregister" -> unregister(frame);
            case "publish" -> publish(frame);
            default -> {
                requirePrincipal();
                throw new ProtocolException(ProtocolError.UNKNOWN_TYPE);
            }
        }
    }

    /** Stock clients repeat the token in every frame. A different token on an authenticated connection is an error. */
    private void authenticate(InboundFrame frame) {
        var given = frame.token();
        if (given == null) {
            return;
        }
        var found = bridge.principals().findByToken(given);
        if (found == null || (principal != null && !found.equals(principal))) {
            LIMITED_LOG.warn(Session.class, "bridge: rejected a token from {}", connection.remoteAddress());
            throw new ProtocolException(ProtocolError.UNAUTHORIZED);
        }
        if (principal == null || token != null) {
            // A client may go on with the next token while its tokens are rotated.
            token = new Secret(given);
        }
        authenticate(found);
    }

    private Principal requirePrincipal() {
        if (principal == null) {
            throw new ProtocolException(ProtocolError.UNAUTHORIZED);
        }
        return principal;
    }

    /**
     * The response also confirms that earlier registrations are active; the protocol has no other confirmation for them.
     */
    private void ping() {
        if (subscriptions.areActive() && pendingPings == 0) {
            queue.send(OutboundFrames.pong());
        } else if (pendingPings++ == 0) {
            subscriptions.whenActive().onComplete(active -> sendPendingPongs());
        }
    }

    private void sendPendingPongs() {
        if (!subscriptions.areActive()) {
            subscriptions.whenActive().onComplete(active -> sendPendingPongs());
            return;
        }
        var pings = pendingPings;
        pendingPings = 0;
        for (var i = 0; i < pings; i++) {
            connection.send(OutboundFrames.pong());
        }
        connection.process();
    }

    private void register(InboundFrame frame) {
        var address = allowedAddress(frame, requirePrincipal().subscribe());
        var header = frame.withoutBody();
        subscriptions
                .add(ExposedAddresses.TOPICS.get(address))
                .onFailure(failure -> connection.send(OutboundFrames.err(ProtocolError.NOT_REGISTERED, header)));
    }

    private void unregister(InboundFrame frame) {
        if (!subscriptions.remove(allowedAddress(frame, requirePrincipal().subscribe()))) {
            throw new ProtocolException(ProtocolError.UNKNOWN_ADDRESS);
        }
    }

    /** Always denied: an event says that a service has committed something, so only that service may publish it. */
    private void publish(InboundFrame frame) {
        requirePrincipal();
        allowedAddress(frame, Set.of());
    }

    private static String allowedAddress(InboundFrame frame, Set<String> allowed) {
        var address = frame.address();
        if (address == null) {
            throw new ProtocolException(ProtocolError.MISSING_ADDRESS);
        }
        if (!allowed.contains(address)) {
            throw new ProtocolException(ProtocolError.ACCESS_DENIED);
        }
        return address;
    }

    private void call(InboundFrame frame, long weight) {
        var operation = ExposedAddresses.OPERATIONS.get(
                allowedAddress(frame, requirePrincipal().send()));
        if (connection.isDraining()) {
            throw new ProtocolException(ProtocolError.STOPPING);
        }
        requireRate(operation, frame);
        requests.call(operation, frame, caller, account.requests(), weight).onSuccess(connection::requestFinished);
    }

    private void requireRate(Operation<?, ?> operation, InboundFrame frame) {
        var kind = ExposedAddresses.kindOf(operation);
        if (bridge.rates().takeForService(kind, principal.name(), items(frame)) > 0) {
            throw new ProtocolException(ProtocolError.RATE_LIMITED);
        }
    }

    /** A batch of n events costs as much as n events. */
    private static int items(InboundFrame frame) {
        return frame.body() instanceof Map<?, ?> body && body.get("events") instanceof List<?> events
                ? Math.max(1, Math.min(events.size(), RecordEvents.MAX_EVENTS))
                : 1;
    }
}
