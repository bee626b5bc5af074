package io.kgen.protocols.bus;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;

/**
 * Which operations the current event loop, and which this node, serves itself. A message that stays on its event loop costs
 * a fraction of one that changes threads, and that one a fraction of one that changes nodes. So a caller goes to the
 * instance on its own loop first and to another of its own node next; every instance also serves the operation's published
 * address, for everybody else.
 */
public final class LocalRegistry {

    /** How many instances serve an address: that of an operation, or that of an operation on one event loop. */
    private final LocalMap<String, Integer> served;

    private final Thread loop;

    private LocalRegistry(LocalMap<String, Integer> served, Thread loop) {
        this.served = served;
        this.loop = loop;
    }

    /** Of the thread that asks: an event loop is one thread. */
    public static LocalRegistry of(Vertx vertx) {
        return new LocalRegistry(vertx.sharedData().getLocalMap(LocalRegistry.class.getName()), Thread.currentThread());
    }

    /** Whether the caller runs on this event loop. */
    boolean isHere() {
        return Thread.currentThread() == loop;
    }

    /** The address at which this event loop's own instance serves an operation. */
    public String address(Operation<?, ?> operation) {
        return operation.address() + "@" + loop.getName();
    }

    public boolean isServed(Operation<?, ?> operation) {
        return isServed(address(operation));
    }

    boolean isServedOnNode(Operation<?, ?> operation) {
        return isServed(operation.address());
    }

    boolean isServed(String address) {
        return served.containsKey(address);
    }

    public void serve(Operation<?, ?> operation) {
        served.merge(address(operation), 1, Integer::sum);
        served.merge(operation.address(), 1, Integer::sum);
    }

    public void close(Operation<?, ?> operation) {
        closeOne(address(operation));
        closeOne(operation.address());
    }

    private void closeOne(String address) {
        served.computeIfPresent(address, (served, instances) -> instances > 1 ? instances - 1 : null);
    }
}
