package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.limits.Budget;
import io.kgen.protocols.bridge.limits.Budgets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The outbound queues of all connections of a node. If their budget is exceeded, the connection with the largest queue is
 * aborted. Thread-safe.
 */
final class OutboundQueues {

    private final Budgets budgets;
    private final Set<OutboundQueue> queues = ConcurrentHashMap.newKeySet();

    OutboundQueues(Budgets budgets) {
        this.budgets = budgets;
    }

    void add(OutboundQueue queue) {
        queues.add(queue);
    }

    void remove(OutboundQueue queue) {
        queues.remove(queue);
    }

    /** Called after a frame was charged to this share. */
    void enforceBudget(Budget.Share share) {
        while (share.isOverdrawn() && abortLargestOf(share)) {
            // Repeats until the principal is within its share again.
        }
        while (budgets.isUnsentOverdrawn()) {
            var largest = largestShare();
            if (largest == null || !abortLargestOf(largest)) {
                return;
            }
        }
    }

    /**
     * The queues of a principal count together. Otherwise one slow connection of a principal would be aborted because another
     * principal has two hundred of them.
     */
    private Budget.Share largestShare() {
        Budget.Share largest = null;
        for (var queue : queues) {
            var share = queue.share();
            if (largest == null || share.held() > largest.held()) {
                largest = share;
            }
        }
        return largest;
    }

    private boolean abortLargestOf(Budget.Share share) {
        OutboundQueue largest = null;
        for (var queue : queues) {
            if (queue.share() == share && queue.bytes() > (largest == null ? 0 : largest.bytes())) {
                largest = queue;
            }
        }
        if (largest == null) {
            return false;
        }
        largest.abort();
        return true;
    }
}
