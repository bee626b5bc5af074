package io.kgen.protocols.gateway.connections;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the connections of all event loops share: their number, and the memory for input that is not decoded and responses
 * that are not read. Unauthenticated and authenticated connections have budgets of their own, so that unauthenticated
 * clients cannot use up the memory of players.
 */
public final class NodeConnections {

    /** Each of the four budgets is this part of the heap. */
    private static final int HEAP_FRACTION = 16;

    /** How many of the oldest unauthenticated connections are searched for one without a request in flight. */
    private static final int CANDIDATES = 64;

    private final int limit;
    private final AtomicInteger count = new AtomicInteger();
    /** The oldest first. */
    private final Set<ClientConnection> unauthenticated = new LinkedHashSet<>();

    private final ByteBudget unauthenticatedInput;
    private final ByteBudget authenticatedInput;
    private final ByteBudget unauthenticatedResponses;
    private final ByteBudget authenticatedResponses;

    public NodeConnections(int limit) {
        this(limit, Runtime.getRuntime().maxMemory() / HEAP_FRACTION);
    }

    NodeConnections(int limit, long budget) {
        this.limit = limit;
        this.unauthenticatedInput = new ByteBudget(budget);
        this.authenticatedInput = new ByteBudget(budget);
        this.unauthenticatedResponses = new ByteBudget(budget);
        this.authenticatedResponses = new ByteBudget(budget);
    }

    /** Admits a new connection. At the limit, an unauthenticated connection is closed for it; false if there is none. */
    boolean admit(ClientConnection connection) {
        if (count.incrementAndGet() > limit) {
            var victim = removeVictim();
            if (victim == null) {
                count.decrementAndGet();
                return false;
            }
            victim.closeForAnother();
        }
        synchronized (unauthenticated) {
            unauthenticated.add(connection);
        }
        return true;
    }

    void leave(ClientConnection connection) {
        count.decrementAndGet();
        synchronized (unauthenticated) {
            unauthenticated.remove(connection);
        }
        for (var budget : new ByteBudget[] {
            unauthenticatedInput, authenticatedInput, unauthenticatedResponses, authenticatedResponses
        }) {
            budget.release(connection);
        }
    }

    void authenticated(ClientConnection connection) {
        synchronized (unauthenticated) {
            unauthenticated.remove(connection);
        }
        unauthenticatedInput.release(connection);
        unauthenticatedResponses.release(connection);
    }

    ByteBudget input(boolean authenticated) {
        return authenticated ? authenticatedInput : unauthenticatedInput;
    }

    ByteBudget responses(boolean authenticated) {
        return authenticated ? authenticatedResponses : unauthenticatedResponses;
    }

    /** The number of open connections. */
    public int count() {
        return count.get();
    }

    /** The oldest one without a request in flight, else the oldest one, because a new connection may be a player's. */
    private ClientConnection removeVictim() {
        synchronized (unauthenticated) {
            var victim = unauthenticated.stream()
                    .limit(CANDIDATES)
                    .filter(connection -> !connection.isBeingServed())
                    .findFirst()
                    .or(() -> unauthenticated.stream().findFirst())
                    .orElse(null);
            unauthenticated.remove(victim);
            return victim;
        }
    }
}
