package io.kgen.protocols.bridge.limits;

/**
 * A limit for all clients of a node, divided into shares. A quarter is reserved for the shares in equal parts. The rest is
 * common to all shares; of a budget of bytes, no share may use all of it, so that one principal cannot starve the others.
 */
public final class Budget {

    private final long total;
    private final long reserved;
    private final long common;
    private final long maxCommonPerShare;

    private long used;
    private long usedOfCommon;

    private Budget(long total, long reserved, int shares, double maxPartOfCommon) {
        this.total = total;
        this.reserved = reserved;
        this.common = total - reserved * shares;
        this.maxCommonPerShare = Math.max(1, Math.round(common * maxPartOfCommon));
    }

    /** One share may use at most two thirds of the common part. */
    public static Budget ofBytes(long total, int shares) {
        return new Budget(total, total / (4L * shares), shares, 2.0 / 3);
    }

    /** One share may use the whole common part. */
    public static Budget ofConnections(int total, int shares) {
        return new Budget(total, total / (4L * shares), shares, 1);
    }

    /** A budget with a single share. */
    public static Budget undivided(long total) {
        return new Budget(total, 0, 1, 1);
    }

    /** One of the shares that the budget was divided into. */
    public Share share() {
        return new Share(reserved);
    }

    /** A further share, which has no reserved part. */
    public Share additionalShare() {
        return new Share(0);
    }

    public synchronized long used() {
        return used;
    }

    public synchronized boolean isExhausted() {
        return used >= total;
    }

    public synchronized boolean isOverdrawn() {
        return usedOfCommon > common;
    }

    /** The part of the budget that one principal uses. Thread-safe. */
    public final class Share {

        private final long reservedForIt;
        private long held;

        private Share(long reservedForIt) {
            this.reservedForIt = reservedForIt;
        }

        private long ofCommon(long amount) {
            return Math.max(0, amount - reservedForIt);
        }

        /** Reserves an amount; returns false and changes nothing if the budget does not allow it. */
        public boolean tryReserve(long amount) {
            synchronized (Budget.this) {
                var ofCommon = ofCommon(held + amount);
                var more = ofCommon - ofCommon(held);
                if (more > 0 && (usedOfCommon + more > common || ofCommon > maxCommonPerShare)) {
                    return false;
                }
                add(amount);
                return true;
            }
        }

        /** Charges an amount that cannot be rejected; the caller checks afterwards whether the share is overdrawn. */
        public void charge(long amount) {
            synchronized (Budget.this) {
                add(amount);
            }
        }

        public void release(long amount) {
            synchronized (Budget.this) {
                add(-amount);
            }
        }

        public long held() {
            synchronized (Budget.this) {
                return held;
            }
        }

        public boolean isOverdrawn() {
            synchronized (Budget.this) {
                return ofCommon(held) > maxCommonPerShare;
            }
        }

        private void add(long amount) {
            usedOfCommon -= ofCommon(held);
            held += amount;
            used += amount;
            usedOfCommon += ofCommon(held);
        }
    }
}
