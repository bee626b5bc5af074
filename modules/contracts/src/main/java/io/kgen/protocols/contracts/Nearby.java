package io.kgen.protocols.contracts;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;

/**
 * Which operations the current event loop serves itself. A message that stays on its event loop costs a fraction of one
 * that changes threads, so a caller goes to the instance on its own loop first; every instance also serves the
 * operation's published address, for everybody else.
 */
public final class Nearby {

    private final LocalMap<String, Boolean> served;
    private final Thread loop;

    private Nearby(LocalMap<String, Boolean> served, Thread loop) {
        this.served = served;
        this.loop = loop;
    }

    /** Of the thread that asks: an event loop is one thread. */
    public static Nearby of(Vertx vertx) {
        return new Nearby(vertx.sharedData().getLocalMap(Nearby.class.getName()), Thread.currentThread());
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

    boolean isServed(String address) {
        return served.containsKey(address);
    }

    public void serve(Operation<?, ?> operation) {
        served.put(address(operation), true);
    }

    public void close(Operation<?, ?> operation) {
        served.remove(address(operation));
    }
}
