package io.kgen.protocols.platform;

import java.security.SecureRandom;

/**
 * Hashes the names of callers to 61 bits, so that two callers have different buckets and nobody can choose a name with
 * the hash of another one: a polynomial modulo the prime 2^61 - 1 with a random, secret base (Carter and Wegman, "Universal
 * classes of hash functions", 1979). {@link String#hashCode()} has 32 bits, and collisions of it are easily found.
 */
final class CallerHash {

    private static final long PRIME = (1L << 61) - 1;
    private static final int CHARS = 3;
    /** Not a value of three characters, so that the end of a name cannot be mistaken for characters. */
    private static final long END = 1L << 60;

    private final long base;

    CallerHash() {
        this(new SecureRandom().nextLong() & PRIME);
    }

    CallerHash(long base) {
        this.base = base;
    }

    /** A number that is never 0. */
    long of(String name) {
        return Math.max(1, add(0, name));
    }

    /** The hash of a caller with a name of two parts. */
    long of(String first, String second) {
        return Math.max(1, add(add(0, first), second));
    }

    private long add(long hash, String name) {
        var sum = hash;
        var length = name.length();
        for (var i = 0; i < length; i += CHARS) {
            long next = name.charAt(i);
            for (var j = i + 1; j < Math.min(i + CHARS, length); j++) {
                next = (next << Character.SIZE) | name.charAt(j);
            }
            sum = step(sum, next);
        }
        return step(sum, END + length);
    }

    /** {@code (sum * base + next) modulo PRIME}; 2^61 is 1 modulo the prime, so that the high bits are added to the low ones. */
    private long step(long sum, long next) {
        var product = sum * base;
        var high = (Math.multiplyHigh(sum, base) << 3) | (product >>> 61);
        var result = high + (product & PRIME) + next;
        result = (result & PRIME) + (result >>> 61);
        return result >= PRIME ? result - PRIME : result;
    }
}
