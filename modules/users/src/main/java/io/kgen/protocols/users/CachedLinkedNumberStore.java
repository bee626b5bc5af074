package io.kgen.protocols.users;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.users.CacheMeters.Result;
import io.kgen.protocols.users.LinkedNumberCache.Lease;
import io.vertx.core.Future;

/**
 * A cache-aside store: lookups use Redis while the invalidation log is applied to it, else PostgreSQL; changes go to
 * PostgreSQL.
 *
 * <p>The package documentation says why no lookup returns a stale number.
 */
final class CachedLinkedNumberStore implements LinkedNumberStore {

    private final LinkedNumberStore truth;
    private final LinkedNumberCache cache;
    private final NodeState node;
    private final CacheMeters meters;

    CachedLinkedNumberStore(LinkedNumberStore truth, LinkedNumberCache cache, NodeState node, CacheMeters meters) {
        this.meters = meters;
        this.truth = truth;
        this.cache = cache;
        this.node = node;
    }

    @Override
    public Future<VersionedLink> find(PlayerId player) {
        // Before the validity is read: the player leaves the pending ones only after the validity was set.
        if (node.pending().mustBypass(player)) {
            return bypass(player);
        }
        var validity = node.validity();
        if (validity == null || !validity.epoch().equals(cache.epoch())) {
            return bypass(player);
        }
        return validity.isCurrent() ? findInCache(player) : findInTruthIfAvailable(player);
    }

    @Override
    public Future<VersionedLink> link(LinkNumber link, String e164, CallContext call) {
        return invalidateAfter(truth.link(link, e164, call), link.player());
    }

    @Override
    public Future<VersionedLink> unlink(PlayerId player, CallContext call) {
        return invalidateAfter(truth.unlink(player, call), player);
    }

    @Override
    public Future<VersionedLink> erase(PlayerId player, CallContext call) {
        return invalidateAfter(truth.erase(player, call), player);
    }

    private Future<VersionedLink> bypass(PlayerId player) {
        meters.lookup(Result.BYPASS);
        return findInTruth(player);
    }

    private Future<VersionedLink> findInTruth(PlayerId player) {
        return node.flights().join(CacheKey.of(player), () -> truth.find(player));
    }

    /** The log is overdue. While PostgreSQL is unavailable, no number can change, so entries of Redis are used. */
    private Future<VersionedLink> findInTruthIfAvailable(PlayerId player) {
        return bypass(player)
                .recover(failure -> ServiceException.is(failure, FailureCode.UNAVAILABLE)
                        ? cache.find(player)
                                .compose(link ->
                                        link == null ? Future.failedFuture(failure) : Future.succeededFuture(link))
                        : Future.failedFuture(failure));
    }

    private Future<VersionedLink> findInCache(PlayerId player) {
        return cache.find(player).transform((link, redisFailure) -> {
            meters.lookup(result(link, redisFailure));
            if (link != null) {
                return Future.succeededFuture(link);
            }
            return redisFailure == null
                    ? node.flights().join(CacheKey.of(player), () -> load(player))
                    : findInTruth(player);
        });
    }

    private static Result result(VersionedLink link, Throwable redisFailure) {
        if (redisFailure != null) {
            return Result.ERROR;
        }
        if (link == null) {
            return Result.MISS;
        }
        return link.isLinked() ? Result.HIT : Result.NEGATIVE_HIT;
    }

    private Future<VersionedLink> load(PlayerId player) {
        // Changed since the lookup began: callers that join this flight must not get what Redis still holds.
        if (node.pending().mustBypass(player)) {
            return truth.find(player);
        }
        return cache.acquireLease(player)
                .transform((lease, redisFailure) -> redisFailure == null ? load(player, lease) : truth.find(player));
    }

    private Future<VersionedLink> load(PlayerId player, Lease lease) {
        if (lease.link() != null) {
            return Future.succeededFuture(lease.link());
        }
        return truth.find(player)
                .compose(link -> cache.fill(player, lease, link).transform(filled -> Future.succeededFuture(link)));
    }

    private Future<VersionedLink> invalidateAfter(Future<VersionedLink> change, PlayerId player) {
        return change.onFailure(failure -> onChangeFailure(player, failure)).compose(link -> invalidate(player, link));
    }

    /** A statement without a reply may be committed all the same. */
    private void onChangeFailure(PlayerId player, Throwable failure) {
        if (ServiceException.is(failure, FailureCode.UNAVAILABLE)) {
            node.pending().addUnknownOutcome(player);
        }
    }

    /** For the other nodes, at once; this node waits for the log in either case, so a failure here costs nothing. */
    private Future<VersionedLink> invalidate(PlayerId player, VersionedLink link) {
        node.pending().add(player);
        // Later callers must not join a lookup that began before the commit.
        node.flights().forget(CacheKey.of(player));
        return link.equals(VersionedLink.NONE)
                ? Future.succeededFuture(link)
                : cache.invalidate(player, link.version()).transform(invalidated -> Future.succeededFuture(link));
    }
}
