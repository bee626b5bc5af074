package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Players whose number this node changed, or may have changed, and whose change is not yet applied from the
 * invalidation log: lookups on this node read PostgreSQL. Thread-safe.
 */
final class PendingInvalidations {

    static final int MAX_PLAYERS = 10_000;

    /** The values are {@link System#nanoTime()}: a reading of the log that begins then contains the change. */
    private final ConcurrentMap<PlayerId, Long> players = new ConcurrentHashMap<>();

    private final long statementNanos;
    private long overflowedUntil = System.nanoTime();

    /** @param statementLife after which a statement without a reply is either committed or never will be */
    PendingInvalidations(Duration statementLife) {
        this.statementNanos = statementLife.toNanos();
    }

    /** Past a number of players, everyone is looked up in PostgreSQL. */
    boolean mustBypass(PlayerId player) {
        return !players.isEmpty() && (players.containsKey(player) || players.size() >= MAX_PLAYERS);
    }

    /** Of a change that is committed. */
    void add(PlayerId player) {
        add(player, System.nanoTime());
    }

    /** Of a statement without a reply, which may be committed until its life is over. */
    void addUnknownOutcome(PlayerId player) {
        add(player, System.nanoTime() + statementNanos);
    }

    /** The log is applied as it was at a time of {@link System#nanoTime()}. */
    synchronized void appliedUntil(long readAt) {
        if (overflowedUntil - readAt <= 0) {
            players.values().removeIf(until -> until - readAt <= 0);
        }
    }

    private synchronized void add(PlayerId player, long until) {
        if (players.size() < MAX_PLAYERS) {
            players.merge(player, until, PendingInvalidations::later);
        } else {
            overflowedUntil = later(overflowedUntil, until);
        }
    }

    private static long later(long one, long other) {
        return other - one > 0 ? other : one;
    }
}
