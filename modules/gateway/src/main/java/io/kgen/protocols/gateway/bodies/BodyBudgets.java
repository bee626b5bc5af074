package io.kgen.protocols.gateway.bodies;

/**
 * The budgets of a node for the bodies of requests.
 *
 * @param small for bodies up to 32 KB, such as a single event; batches cannot use it
 * @param large for batches
 */
public record BodyBudgets(BodyBudget small, BodyBudget large) {

    private static final int HEAP_FRACTION = 5;
    private static final int SMALL_BODIES_FRACTION = 4;

    /** A fifth of the heap: a quarter of it for small bodies, the rest for batches. */
    public static BodyBudgets ofHeap(long maxHeapBytes) {
        var all = maxHeapBytes / HEAP_FRACTION;
        var small = all / SMALL_BODIES_FRACTION;
        return new BodyBudgets(new BodyBudget(small), new BodyBudget(all - small));
    }
}
