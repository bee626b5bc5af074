package io.kgen.protocols.bus;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;

/**
 * The operations that this event loop, and this node, serve. A message within an event loop costs a fraction of a message
 * between threads, and that one a fraction of a message between nodes. So a call goes to the handler on its own event loop
 * first, and to another handler of its node next. Every handler also serves the published address of its operation.
 */
final class LocalRegistry {

    /** The number of handlers of an address: that of an operation, or that of an operation on one event loop. */
    private final LocalMap<String, Integer> handlers;

    private final Thread eventLoop;

    private LocalRegistry(LocalMap<String, Integer> handlers, Thread eventLoop) {
        this.handlers = handlers;
        this.eventLoop = eventLoop;
    }

    /** The registry as seen from the current thread; an event loop is one thread. */
    static LocalRegistry of(Vertx vertx) {
        return new LocalRegistry(vertx.sharedData().getLocalMap(LocalRegistry.class.getName()), Thread.currentThread());
    }

    boolean isCurrentEventLoop() {
        return Thread.currentThread() == eventLoop;
    }

    /** The address of the operation's handler on this event loop. */
    String address(Operation<?, ?> operation) {
        return operation.address() + "@" + eventLoop.getName();
    }

    boolean isServedOnNode(Operation<?, ?> operation) {
        return isServed(operation.address());
    }

    boolean isServed(String address) {
        return handlers.containsKey(address);
    }

    void register(Operation<?, ?> operation) {
        handlers.merge(address(operation), 1, Integer::sum);
        handlers.merge(operation.address(), 1, Integer::sum);
    }

    void unregister(Operation<?, ?> operation) {
        remove(address(operation));
        remove(operation.address());
    }

    private void remove(String address) {
        handlers.computeIfPresent(address, (served, count) -> count > 1 ? count - 1 : null);
    }
}
