package io.kgen.protocols.users;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.platform.TaskMeters;
import io.kgen.protocols.users.InvalidationLog.Page;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the invalidation log to Redis in rounds, and records in {@link NodeState} how current the entries are. A
 * round counts only as a whole: if PostgreSQL or Redis fails, the next round begins at the same snapshot.
 *
 * <p>The whole log is replayed before another Redis is used, when Redis has lost writes, and after PostgreSQL was
 * unavailable, because a standby may have replaced it whose transaction ids differ.
 */
final class InvalidationFollower {

    private static final Logger LOG = LoggerFactory.getLogger(InvalidationFollower.class);

    /** The first reading that fails may be due to its connection; the next one opens another connection. */
    private static final int READINGS_OF_AN_OUTAGE = 2;

    private final InvalidationLog log;
    private final InvalidationWriter redis;
    private final NodeState node;
    private final CacheMeters meters;
    private final TaskMeters rounds;
    /** Up to which the log is applied; null if the whole log must be replayed. */
    private String snapshot;

    /** Of the Redis that it is applied to. */
    private String epoch;

    private int failedReadings;
    private boolean isRunning;

    InvalidationFollower(
            InvalidationLog log, InvalidationWriter redis, NodeState node, CacheMeters meters, TaskMeters rounds) {
        this.meters = meters;
        this.rounds = rounds;
        this.log = log;
        this.redis = redis;
        this.node = node;
    }

    /** Begins a round unless one is in flight. */
    void tick() {
        node.forgetFlightsUnlessValid();
        if (!isRunning && redis.epoch() != null) {
            isRunning = true;
            // Inside a chain, so that an exception ends the round too.
            rounds.observe(Future.<Void>succeededFuture().compose(started -> round()))
                    .onComplete(done -> isRunning = false);
        }
    }

    private Future<Void> round() {
        if (!redis.epoch().equals(epoch)) {
            epoch = redis.epoch();
            snapshot = null;
            node.revokeValidity();
        }
        return snapshot == null ? replay() : follow();
    }

    private Future<Void> follow() {
        var readAt = System.nanoTime();
        return log.since(snapshot)
                .transform((page, failure) -> failure == null ? apply(page, readAt) : checkRedis(failure));
    }

    private Future<Void> apply(Page page, long readAt) {
        failedReadings = 0;
        if (page.isFull()) {
            snapshot = null;
            node.expireValidity();
            return Future.succeededFuture();
        }
        // Later lookups must not join one that began before the change.
        page.rows().forEach(row -> node.flights().forget(row.key()));
        return write(page.rows()).onSuccess(written -> {
            meters.invalidated(page.rows().size());
            snapshot = page.snapshot();
            node.logApplied(epoch, readAt);
        });
    }

    private Future<Void> replay() {
        return log.snapshot().transform((from, failure) -> failure == null ? replay(from) : checkRedis(failure));
    }

    private Future<Void> replay(String from) {
        failedReadings = 0;
        node.expireValidity();
        return replay(0, 0).compose(count -> {
            LOG.info("Redis is used for lookups; {} invalidations were replayed", count);
            snapshot = from;
            return follow();
        });
    }

    private Future<Integer> replay(long afterPosition, int count) {
        return log.page(afterPosition)
                .compose(page -> page.rows().isEmpty()
                        ? Future.succeededFuture(count)
                        : write(page.rows())
                                .compose(written ->
                                        replay(page.end(), count + page.rows().size())));
    }

    /** Fails if Redis has lost writes, or another Redis has taken its place. */
    private Future<Void> write(List<Invalidation> rows) {
        if (!epoch.equals(redis.epoch())) {
            return Future.failedFuture("another Redis is connected, or none");
        }
        return redis.apply(rows).compose(isComplete -> {
            if (isComplete) {
                return Future.succeededFuture();
            }
            LOG.info("Redis lost writes; lookups use PostgreSQL until the invalidation log is replayed");
            snapshot = null;
            node.revokeValidity();
            return Future.failedFuture("Redis lost writes");
        });
    }

    /** Without the log, too, Redis must still hold what was applied before. */
    private Future<Void> checkRedis(Throwable logFailure) {
        snapshot = null;
        if (ServiceException.is(logFailure, FailureCode.UNAVAILABLE) && ++failedReadings >= READINGS_OF_AN_OUTAGE) {
            node.logUnavailable();
        }
        return write(List.of()).compose(written -> Future.failedFuture(logFailure));
    }
}
