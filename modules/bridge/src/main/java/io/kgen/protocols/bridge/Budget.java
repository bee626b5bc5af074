package io.kgen.protocols.bridge;

/**
 * An amount that a node holds for its clients at most, in shares. A quarter of it is reserved for the shares in equal parts; the
 * rest is common to all, but no share takes all of it where it is of bytes, so that one cannot starve the others.
 */
final class Budget {

    private final long total;
    private final long reserved;
    private final long common;
    private final long mostOfCommon;

    private long used;
    private long usedOfCommon;

    private Budget(long total, long reserved, int shares, double mostOfCommon) {
        this.total = total;
        this.reserved = reserved;
        this.common = total - reserved * shares;
        this.mostOfCommon = Math.max(1, Math.round(common * mostOfCommon));
    }

    /** One share takes two thirds of the common part at most. */
    static Budget ofBytes(long total, int shares) {
        return new Budget(total, total / (4L * shares), shares, 2.0 / 3);
    }

    /** One share may take the whole common part. */
    static Budget ofConnections(int total, int shares) {
        return new Budget(total, total / (4L * shares), shares, 1);
    }

    /** Nothing of it is reserved. */
    static Budget undivided(long total) {
        return new Budget(total, 0, 1, 1);
    }

    Share share() {
        return new Share();
    }

    synchronized long used() {
        return used;
    }

    synchronized boolean isExhausted() {
        return used >= total;
    }

    synchronized boolean isOverdrawn() {
        return usedOfCommon > common;
    }

    private long ofCommon(long amount) {
        return Math.max(0, amount - reserved);
    }

    /** What one principal holds. Safe for threads. */
    final class Share {

        private long held;

        private Share() {}

        /** False, and nothing is changed, if there is not enough left. */
        boolean reserve(long amount) {
            synchronized (Budget.this) {
                var ofCommon = ofCommon(held + amount);
                var more = ofCommon - ofCommon(held);
                if (more > 0 && (usedOfCommon + more > common || ofCommon > mostOfCommon)) {
                    return false;
                }
                add(amount);
                return true;
            }
        }

        /** For what exists already and cannot be refused: the caller checks afterwards whether it was too much. */
        void take(long amount) {
            synchronized (Budget.this) {
                add(amount);
            }
        }

        void release(long amount) {
            synchronized (Budget.this) {
                add(-amount);
            }
        }

        long held() {
            synchronized (Budget.this) {
                return held;
            }
        }

        boolean isOverdrawn() {
            synchronized (Budget.this) {
                return ofCommon(held) > mostOfCommon;
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
