package io.kgen.protocols.gateway.connections;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the connections of all event loops share: their number, and the memory for what is not served yet. Strangers, which
 * have not sent an authenticated request yet, and players have a budget each, so that strangers take nothing from players.
 */
public final class NodeConnections {

    /** Of the heap, for each of the four budgets. */
    private static final int SHARE_OF_HEAP = 16;

    /** How many of the oldest strangers are looked at for one without a request in progress. */
    private static final int CANDIDATES = 64;

    private final int limit;
    private final AtomicInteger count = new AtomicInteger();
    /** The oldest first. */
    private final Set<ClientConnection> strangers = new LinkedHashSet<>();

    private final ByteBudget inputOfStrangers;
    private final ByteBudget inputOfPlayers;
    private final ByteBudget answersOfStrangers;
    private final ByteBudget answersOfPlayers;

    public NodeConnections(int limit) {
        this(limit, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    NodeConnections(int limit, long budget) {
        this.limit = limit;
        this.inputOfStrangers = new ByteBudget(budget);
        this.inputOfPlayers = new ByteBudget(budget);
        this.answersOfStrangers = new ByteBudget(budget);
        this.answersOfPlayers = new ByteBudget(budget);
    }

    /** Counts a new connection. When there are too many, a stranger is closed for it; false if there is none. */
    boolean admit(ClientConnection connection) {
        if (count.incrementAndGet() > limit) {
            var victim = takeStranger();
            if (victim == null) {
                count.decrementAndGet();
                return false;
            }
            victim.closeToFreeMemory();
        }
        synchronized (strangers) {
            strangers.add(connection);
        }
        return true;
    }

    void leave(ClientConnection connection) {
        count.decrementAndGet();
        synchronized (strangers) {
            strangers.remove(connection);
        }
        for (var budget : new ByteBudget[] {inputOfStrangers, inputOfPlayers, answersOfStrangers, answersOfPlayers}) {
            budget.release(connection);
        }
    }

    void authenticated(ClientConnection connection) {
        synchronized (strangers) {
            strangers.remove(connection);
        }
        inputOfStrangers.release(connection);
        answersOfStrangers.release(connection);
    }

    ByteBudget input(boolean authenticated) {
        return authenticated ? inputOfPlayers : inputOfStrangers;
    }

    ByteBudget answers(boolean authenticated) {
        return authenticated ? answersOfPlayers : answersOfStrangers;
    }

    int count() {
        return count.get();
    }

    /** The oldest one that is not being served, else the oldest one: a new connection may be a player's. */
    private ClientConnection takeStranger() {
        synchronized (strangers) {
            var victim = strangers.stream()
                    .limit(CANDIDATES)
                    .filter(stranger -> !stranger.isBeingServed())
                    .findFirst()
                    .or(() -> strangers.stream().findFirst())
                    .orElse(null);
            strangers.remove(victim);
            return victim;
        }
    }
}
