package io.kgen.protocols.app.support;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A closed loop over the bus: a fixed number of calls in flight, and no call is repeated. */
public final class BusLoad<Q extends Record> {

    private final Operation<Q, ?> operation;
    private final Function<String, Q> request;
    private final String name;
    private final BusClient bus;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<String> acknowledged = new HashSet<>();
    private final Map<FailureCode, Integer> failures = new TreeMap<>();
    private long slowestNanos;
    private int inFlight;
    private boolean stopped;

    private BusLoad(Vertx vertx, String name, Operation<Q, ?> operation, Function<String, Q> request) {
        this.bus = new BusClient(vertx);
        this.name = name;
        this.operation = operation;
        this.request = request;
    }

    /** The function creates the requests from the ids {@code name-1}, {@code name-2} and so on. */
    public static <Q extends Record> BusLoad<Q> start(
            Vertx vertx, int calls, String name, Operation<Q, ?> operation, Function<String, Q> request) {
        var load = new BusLoad<>(vertx, name, operation, request);
        for (var i = 0; i < calls; i++) {
            load.next();
        }
        return load;
    }

    public synchronized void await(int more) throws InterruptedException {
        var enough = acknowledged.size() + more;
        MonitorAwait.until(this, () -> acknowledged.size() >= enough);
    }

    /** Stops the load and returns when no call is in flight. */
    public synchronized BusLoad<Q> stop() throws InterruptedException {
        stopped = true;
        MonitorAwait.until(this, () -> inFlight == 0);
        return this;
    }

    public synchronized Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    public synchronized Map<FailureCode, Integer> failures() {
        return Map.copyOf(failures);
    }

    public synchronized long slowestMillis() {
        return slowestNanos / 1_000_000;
    }

    private void next() {
        if (begins()) {
            var id = name + "-" + count.incrementAndGet();
            var sent = System.nanoTime();
            call(operation, request.apply(id)).onComplete((reply, failure) -> {
                recordOutcome(id, failure, System.nanoTime() - sent);
                next();
            });
        }
    }

    private <R extends Record> Future<R> call(Operation<Q, R> operation, Q request) {
        return bus.call(operation, request, CallContext.root());
    }

    private synchronized boolean begins() {
        if (!stopped) {
            inFlight++;
        }
        return !stopped;
    }

    private synchronized void recordOutcome(String id, Throwable failure, long nanos) {
        inFlight--;
        slowestNanos = Math.max(slowestNanos, nanos);
        if (failure == null) {
            acknowledged.add(id);
        } else {
            failures.merge(((ServiceException) failure).code(), 1, Integer::sum);
        }
        notifyAll();
    }
}
