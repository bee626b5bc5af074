package io.kgen.protocols.users;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Linked numbers by way of Redis. Changes go to the truth, and are seen by every lookup on this node that begins after
 * they were answered, and a moment later on all nodes even if this one cannot reach Redis; with Redis away, all lookups go
 * to the truth.
 */
final class CachedLinkedNumberStore implements LinkedNumberStore {

    private static final Duration RECENTLY = Duration.ofSeconds(10);

    private final LinkedNumberStore truth;
    private final LinkedNumberCache cache;
    private final SharedLookups shared;
    private final RecentFences recent = new RecentFences(RECENTLY);
    private final Consumer<Unfenced> nodes;

    /** @param nodes tells all nodes */
    CachedLinkedNumberStore(
            LinkedNumberStore truth, LinkedNumberCache cache, SharedLookups shared, Consumer<Unfenced> nodes) {
        this.truth = truth;
        this.cache = cache;
        this.shared = shared;
        this.nodes = nodes;
    }

    @Override
    public Future<VersionedLink> find(PlayerId player) {
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
    public Future<VersionedLink> link(LinkNumber link, String e164, long deadline) {
        return changed(link.player(), truth.link(link, e164, deadline));
    }

    @Override
    public Future<VersionedLink> unlink(PlayerId player, long deadline) {
        return changed(player, truth.unlink(player, deadline));
    }

    /** Writes what could not be written while Redis was away, and once more what was written to a former master. */
    void settleFences() {
        recent.compare(cache.reign(), shared.distrust()::unfenced);
        shared.distrust().settle(this::fence);
    }

    /** Another node could not write a fence; this one tries it, and believes PostgreSQL only until it has. */
    void hear(Unfenced unfenced) {
        distrust(unfenced.player(), unfenced.version());
        shared.flights().forget(unfenced.player());
    }

    private Future<VersionedLink> load(PlayerId player) {
        return cache.reserve(player)
                .transform((reserved, redisAway) -> redisAway == null ? answer(player, reserved) : truth.find(player));
    }

    private Future<VersionedLink> answer(PlayerId player, LinkedNumberCache.Lease reserved) {
        if (reserved.state() != null) {
            return Future.succeededFuture(reserved.state());
        }
        return truth.find(player)
                .compose(state ->
                        cache.fill(player, reserved, state).transform(filled -> Future.succeededFuture(state)));
    }

    private Future<VersionedLink> changed(PlayerId player, Future<VersionedLink> change) {
        return change.onFailure(failure -> doubt(player, failure)).compose(state -> publish(player, state));
    }

    /** A statement that was not answered may be committed all the same. */
    private void doubt(PlayerId player, Throwable failure) {
        if (ServiceException.is(failure, FailureCode.UNAVAILABLE)) {
            distrust(player, LinkedNumberCache.ANY_VERSION);
            nodes.accept(Unfenced.of(player, LinkedNumberCache.ANY_VERSION));
        }
    }

    private void distrust(PlayerId player, long version) {
        if (version == LinkedNumberCache.ANY_VERSION) {
            shared.distrust().inDoubt(player);
        } else {
            shared.distrust().unfenced(player, version);
        }
    }

    private Future<VersionedLink> publish(PlayerId player, VersionedLink state) {
        // With nothing removed, an earlier attempt may have done it and died before its fence: whatever is cached goes.
        var version = state.equals(VersionedLink.NONE) ? LinkedNumberCache.ANY_VERSION : state.version();
        return fence(player, version).transform((fenced, redisAway) -> {
            if (redisAway != null) {
                distrust(player, version);
                nodes.accept(Unfenced.of(player, version));
            }
            // Who asked before the commit may have been told the old state; nobody may join them from here on.
            shared.flights().forget(player);
            return Future.succeededFuture(state);
        });
    }

    /** Fails as well if it was written to a master that is one no more. */
    private Future<Void> fence(PlayerId player, long version) {
        var reign = cache.reign();
        return cache.fence(player, version).compose(fenced -> {
            if (reign == null || !reign.equals(cache.reign())) {
                return Future.failedFuture("another master reigns");
            }
            recent.written(player, version, reign);
            return Future.succeededFuture();
        });
    }
}
