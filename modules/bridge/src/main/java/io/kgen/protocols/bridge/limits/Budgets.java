package io.kgen.protocols.bridge.limits;

import io.kgen.protocols.bridge.access.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The memory budgets of a node for the clients of its bridge: fixed parts of the heap, so that no number of clients can fill
 * it. Each principal has an account; all unauthenticated connections share one.
 */
public final class Budgets {

    private static final int HEAP_DIVISOR = 16;
    private static final long MIN_PART = 4L * 1024 * 1024;

    private final Budget connections;
    private final Budget frames;
    private final Budget requests;
    private final Budget unsent;
    private final Budget parsing;
    private final Budget.Share parsingShare;

    private final long maxFrameWeight;
    private final Account unauthenticated;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    /** Divides a heap of this maximum size, in bytes. */
    public Budgets(int connections, List<Principal> principals, long maxHeap) {
        var part = Math.max(MIN_PART, maxHeap / HEAP_DIVISOR);
        var shares = principals.size() + 1;
        this.connections = Budget.ofConnections(connections, Math.max(1, principals.size()));
        this.frames = Budget.ofBytes(part, shares);
        this.requests = Budget.ofBytes(2 * part, shares);
        this.unsent = Budget.ofBytes(part, shares);
        this.parsing = Budget.undivided(part);
        this.parsingShare = parsing.share();
        this.maxFrameWeight = part * 7 / 8;
        this.unauthenticated = account();
        principals.forEach(principal -> accounts.put(principal.name(), account()));
    }

    private Account account() {
        return new Account(connections.share(), frames.share(), requests.share(), unsent.share());
    }

    /** A principal that was added while the node runs has no reserved part until the next start. */
    public Account accountOf(Principal principal) {
        return accounts.computeIfAbsent(
                principal.name(),
                added -> new Account(
                        connections.additionalShare(),
                        frames.additionalShare(),
                        requests.additionalShare(),
                        unsent.additionalShare()));
    }

    /** The account of the unauthenticated connections. Their number has a limit of its own. */
    public Account unauthenticated() {
        return unauthenticated;
    }

    /** The maximum heap that one parsed frame may use. */
    public long maxFrameWeight() {
        return maxFrameWeight;
    }

    /** The budget for the frames that are being parsed, at most one on each event loop. */
    public Budget.Share parsing() {
        return parsingShare;
    }

    public boolean areConnectionsExhausted() {
        return connections.isExhausted();
    }

    public boolean isUnsentOverdrawn() {
        return unsent.isOverdrawn();
    }

    /** The bytes of frames that have not arrived completely. */
    public long frameBytes() {
        return frames.used();
    }

    /** The bytes of requests in flight. */
    public long requestBytes() {
        return requests.used() + parsing.used();
    }

    /** The bytes that clients have not read. */
    public long unsentBytes() {
        return unsent.used();
    }

    /** The shares of one principal. */
    public record Account(Budget.Share connections, Budget.Share frames, Budget.Share requests, Budget.Share unsent) {}
}
