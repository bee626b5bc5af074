package io.kgen.protocols.users;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * Applies the invalidation log to Redis, and checks that Redis still holds what was applied before.
 *
 * <p>Each batch writes its number into a canary entry of this node, and returns the number that was there. A Redis that
 * was restored from a dump, promoted without the last writes, or flushed returns an older number or none.
 */
final class InvalidationWriter {

    private final LinkedNumberCache cache;
    private final String canary = "users:number:canary:" + UUID.randomUUID();
    private long sent;
    private long confirmed;

    InvalidationWriter(LinkedNumberCache cache) {
        this.cache = cache;
    }

    /** As {@link LinkedNumberCache#epoch}. */
    String epoch() {
        return cache.epoch();
    }

    /** Whether Redis still held the batches that were applied before this one. */
    Future<Boolean> apply(List<Invalidation> batch) {
        var number = ++sent;
        return cache.invalidate(batch, canary, number).map(before -> {
            var isComplete = before >= confirmed;
            // After a loss, the numbers continue from here.
            confirmed = number;
            return isComplete;
        });
    }
}
