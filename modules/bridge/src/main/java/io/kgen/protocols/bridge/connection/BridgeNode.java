package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.access.Principals;
import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.bridge.limits.Budgets;

/** The counters and budgets that all event loops of a node share. Thread-safe. */
public final class BridgeNode {

    private static final int MIN_UNAUTHENTICATED = 8;
    /** How many times the limit of unauthenticated connections is allowed for a second. */
    private static final int BURST = 8;
    /** Lower with TLS, because a handshake uses ten times the memory of a socket. */
    private static final int BURST_WITH_TLS = 2;

    private final BridgeStats stats = new BridgeStats();
    private final Budgets budgets;
    private final UnauthenticatedConnections unauthenticated;
    private final OutboundQueues queues;
    private volatile Principals principals;

    /** Creates the state of a node with budgets for its maximum heap, in bytes. */
    public BridgeNode(BridgeLimits limits, Principals principals, boolean isTls, long maxHeap) {
        this.budgets = new Budgets(limits.connections(), principals.all(), maxHeap);
        var max = Math.max(MIN_UNAUTHENTICATED, limits.connections() / 4);
        this.unauthenticated = new UnauthenticatedConnections(max, max * (isTls ? BURST_WITH_TLS : BURST));
        this.queues = new OutboundQueues(budgets);
        this.principals = principals;
    }

    Principals principals() {
        return principals;
    }

    /** For connections that authenticate from now on; the open ones check theirs afterwards. */
    public void replace(Principals changed) {
        principals = changed;
    }

    public BridgeStats stats() {
        return stats;
    }

    public Budgets budgets() {
        return budgets;
    }

    public UnauthenticatedConnections unauthenticated() {
        return unauthenticated;
    }

    OutboundQueues queues() {
        return queues;
    }
}
