package io.kgen.protocols.gateway.bodies;

/**
 * The budgets of a node for the bodies of requests.
 *
 * @param small of bodies up to 32 KB, such as a single event; batches cannot take it
 * @param large of batches
 */
public record BodyBudgets(BodyBudget small, BodyBudget large) {

    private static final int PART_OF_THE_HEAP = 5;
    private static final int PART_OF_SMALL_BODIES = 4;

    /** A fifth of the heap: a quarter of that for small bodies, the rest for batches. */
    public static BodyBudgets ofHeap(long maxHeapBytes) {
        var all = maxHeapBytes / PART_OF_THE_HEAP;
        var small = all / PART_OF_SMALL_BODIES;
        return new BodyBudgets(new BodyBudget(small), new BodyBudget(all - small));
    }
}
