package io.kgen.protocols.bridge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node holds for the clients of its bridge, in bytes as they weigh on the heap and as fixed parts of it, so that no
 * number of clients can fill it. Every principal has an account of its own; the connections without a principal share one.
 */
final class Budgets {

    private static final int PART_OF_HEAP = 16;
    private static final long SMALLEST_PART = 4L * 1024 * 1024;

    private final Budget connections;
    private final Budget frames;
    private final Budget requests;
    private final Budget unsent;
    private final Budget parsing;
    private final Budget.Share parser;

    private final long heaviestFrame;
    private final Account strangers;
    private final Map<String, Account> accounts = new HashMap<>();

    /** @param heap the most that the heap can grow to, in bytes */
    Budgets(int connections, List<Principal> principals, long heap) {
        var part = Math.max(SMALLEST_PART, heap / PART_OF_HEAP);
        var shares = principals.size() + 1;
        this.connections = Budget.ofConnections(connections, Math.max(1, principals.size()));
        this.frames = Budget.ofBytes(part, shares);
        this.requests = Budget.ofBytes(2 * part, shares);
        this.unsent = Budget.ofBytes(part, shares);
        this.parsing = Budget.undivided(part);
        this.parser = parsing.share();
        this.heaviestFrame = part * 7 / 8;
        this.strangers = account();
        principals.forEach(principal -> accounts.put(principal.name(), account()));
    }

    private Account account() {
        return new Account(connections.share(), frames.share(), requests.share(), unsent.share());
    }

    Account accountOf(Principal principal) {
        return accounts.get(principal.name());
    }

    /** Of the connections that have not proved whose they are. Their number is limited apart from the principals'. */
    Account strangers() {
        return strangers;
    }

    /** What one frame may weigh once it is parsed. */
    long heaviestFrame() {
        return heaviestFrame;
    }

    /** Of the frames that are being parsed, one on each event loop at most, and read into records. */
    Budget.Share parser() {
        return parser;
    }

    boolean isFullOfPrincipals() {
        return connections.isExhausted();
    }

    boolean isUnsentOverdrawn() {
        return unsent.isOverdrawn();
    }

    /** Of frames that have not come in whole. */
    long frameBytes() {
        return frames.used();
    }

    /** Of requests that are not answered. */
    long requestBytes() {
        return requests.used() + parsing.used();
    }

    /** Of what clients have not read. */
    long unsentBytes() {
        return unsent.used();
    }

    /** What one principal holds of each budget. */
    record Account(Budget.Share connections, Budget.Share frames, Budget.Share requests, Budget.Share unsent) {}
}
