package io.kgen.protocols.users;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Linked numbers by way of Redis. Changes go to the truth, and are seen by every lookup on this node that begins after
 * they were answered; with Redis away, all lookups go to the truth.
 */
final class CachedLinkedNumbers implements LinkedNumbers {

    private static final Duration RECENTLY = Duration.ofSeconds(10);

    private final LinkedNumbers truth;
    private final RedisLinkedNumbers cache;
    private final SharedLookups shared;
    private final RecentFences recent = new RecentFences(RECENTLY);

    CachedLinkedNumbers(LinkedNumbers truth, RedisLinkedNumbers cache, SharedLookups shared) {
        this.truth = truth;
        this.cache = cache;
        this.shared = shared;
    }

    @Override
    public Future<LinkState> find(PlayerId player) {
        if (shared.distrust().covers(player)) {
            return shared.flights().join(player, () -> truth.find(player));
        }
        return cache.find(player).transform((state, redisAway) -> {
            if (state != null) {
                return Future.succeededFuture(state);
            }
            return shared.flights().join(player, () -> redisAway == null ? load(player) : truth.find(player));
        });
    }

    @Override
    public Future<LinkState> link(LinkNumber link, String e164) {
        return changed(link.player(), truth.link(link, e164));
    }

    @Override
    public Future<LinkState> unlink(PlayerId player) {
        return changed(player, truth.unlink(player));
    }

    /** Writes what could not be written while Redis was away, and once more what was written to a former master. */
    void settleFences() {
        recent.compare(cache.reign(), shared.distrust()::unfenced);
        shared.distrust().settle(cache::fence);
    }

    private Future<LinkState> load(PlayerId player) {
        return cache.reserve(player)
                .transform((reserved, redisAway) -> redisAway == null ? answer(player, reserved) : truth.find(player));
    }

    private Future<LinkState> answer(PlayerId player, RedisLinkedNumbers.Reservation reserved) {
        if (reserved.state() != null) {
            return Future.succeededFuture(reserved.state());
        }
        return truth.find(player)
                .compose(state ->
                        cache.fill(player, reserved, state).transform(filled -> Future.succeededFuture(state)));
    }

    private Future<LinkState> changed(PlayerId player, Future<LinkState> change) {
        return change.onFailure(failure -> doubt(player, failure)).compose(state -> publish(player, state));
    }

    /** A statement that was not answered may be committed all the same. */
    private void doubt(PlayerId player, Throwable failure) {
        if (failure instanceof ServiceFailure known && known.code() == FailureCode.UNAVAILABLE) {
            shared.distrust().inDoubt(player);
        }
    }

    private Future<LinkState> publish(PlayerId player, LinkState state) {
        if (state.equals(LinkState.NONE)) {
            return Future.succeededFuture(state);
        }
        var reign = cache.reign();
        return cache.fence(player, state.version()).transform((fenced, redisAway) -> {
            if (redisAway == null && reign != null && reign.equals(cache.reign())) {
                recent.written(player, state.version(), reign);
            } else {
                shared.distrust().unfenced(player, state.version());
            }
            // Who asked before the commit may have been told the old state; nobody may join them from here on.
            shared.flights().forget(player);
            return Future.succeededFuture(state);
        });
    }
}
