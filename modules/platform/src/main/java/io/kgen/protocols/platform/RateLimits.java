package io.kgen.protocols.platform;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/**
 * Limits the requests of each player, each issuer and each service on this node; other nodes count for themselves.
 * Thread-safe. Memory: 2 MB for each kind of request with a limit for players, 64 KB at most for each other one.
 */
public final class RateLimits {

    private static final int PLAYERS = 128 * 1024;
    private static final int ISSUERS = 4 * 1024;
    private static final int SERVICES = 1024;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final CallerHash hash = new CallerHash();
    private final LimitedCallers players;
    private final LimitedCallers issuers;
    private final LimitedCallers services;
    /** Replaced as a whole, so that a request sees either the old limits or the new ones. */
    private volatile State state;

    private record State(
            LimitsConfig config,
            LimitedCallers.Buckets players,
            LimitedCallers.Buckets issuers,
            LimitedCallers.Buckets services) {}

    public RateLimits(LimitsConfig config, MeterRegistry meters) {
        this(config, meters, System::nanoTime);
    }

    /** @param nanoTime the clock of the buckets, in nanoseconds */
    public RateLimits(LimitsConfig config, MeterRegistry meters, LongSupplier nanoTime) {
        players = new LimitedCallers("player", PLAYERS, meters, nanoTime);
        issuers = new LimitedCallers("issuer", ISSUERS, meters, nanoTime);
        services = new LimitedCallers("service", SERVICES, meters, nanoTime);
        state = new State(
                config,
                players.buckets(config.player()),
                issuers.buckets(config.issuer()),
                services.buckets(config.service()));
    }

    /** Replaces all limits at once. A limit whose rate does not change keeps its buckets; under a new rate all are full. */
    public synchronized void reload(LimitsConfig config) {
        var old = state;
        state = new State(
                config,
                players.buckets(config.player(), old.players),
                issuers.buckets(config.issuer(), old.issuers),
                services.buckets(config.service(), old.services));
    }

    /** The limits that are in force. */
    public LimitsConfig config() {
        return state.config;
    }

    /**
     * Counts a request of a player.
     *
     * @return 0 if it is admitted, else the seconds after which a request will be admitted
     */
    public int takeForPlayer(RequestKind kind, String issuer, String userId) {
        var current = state;
        var wait = current.players.isLimited(kind)
                ? players.take(current.players, kind, hash.of(issuer, userId), 1, issuer)
                : 0;
        // The issuer comes second: a player above its own limit must not use up what the issuer's other players share.
        if (wait == 0 && current.issuers.isLimited(kind)) {
            wait = issuers.take(current.issuers, kind, hash.of(issuer), 1, issuer);
        }
        return seconds(wait);
    }

    /** Counts further items of a request that {@link #takeForPlayer} has admitted; the next requests may have to wait. */
    public void chargePlayer(RequestKind kind, String issuer, String userId, int items) {
        var current = state;
        if (current.players.isLimited(kind)) {
            current.players.of(kind).charge(hash.of(issuer, userId), items);
        }
        if (current.issuers.isLimited(kind)) {
            current.issuers.of(kind).charge(hash.of(issuer), items);
        }
    }

    /**
     * Counts a request of a service.
     *
     * @param items of a batch; 1 for any other request
     * @return 0 if it is admitted, else the seconds after which a request will be admitted
     */
    public int takeForService(RequestKind kind, String service, int items) {
        var current = state;
        return current.services.isLimited(kind)
                ? seconds(services.take(current.services, kind, hash.of(service), items, service))
                : 0;
    }

    private static int seconds(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, (nanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
    }
}
