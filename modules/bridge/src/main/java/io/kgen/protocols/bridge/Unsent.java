package io.kgen.protocols.bridge;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everything that the clients of a node have not read. Past its budget, the client that holds most is cut off. Safe for threads. */
final class Unsent {

    private final Budgets budgets;
    private final Set<OutboundQueue> outboxes = ConcurrentHashMap.newKeySet();

    Unsent(Budgets budgets) {
        this.budgets = budgets;
    }

    void add(OutboundQueue outbox) {
        outboxes.add(outbox);
    }

    void remove(OutboundQueue outbox) {
        outboxes.remove(outbox);
    }

    /** After something was added to what this principal has not read. */
    void check(Budget.Share share) {
        while (share.isOverdrawn() && cutOffHeaviestOf(share)) {
            // Until that principal is back within its share.
        }
        while (budgets.isUnsentOverdrawn()) {
            var heaviest = heaviestShare();
            if (heaviest == null || !cutOffHeaviestOf(heaviest)) {
                return;
            }
        }
    }

    /** A principal's connections count together: one that reads slowly does not go for two hundred of somebody else's. */
    private Budget.Share heaviestShare() {
        Budget.Share heaviest = null;
        for (var outbox : outboxes) {
            var share = outbox.share();
            if (heaviest == null || share.held() > heaviest.held()) {
                heaviest = share;
            }
        }
        return heaviest;
    }

    private boolean cutOffHeaviestOf(Budget.Share share) {
        OutboundQueue heaviest = null;
        for (var outbox : outboxes) {
            if (outbox.share() == share && outbox.bytes() > (heaviest == null ? 0 : heaviest.bytes())) {
                heaviest = outbox;
            }
        }
        if (heaviest == null) {
            return false;
        }
        heaviest.cutOff();
        return true;
    }
}
