package io.kgen.protocols.app.support;

import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Drops events with idempotency keys, and repeats each until it is acknowledged. */
public final class RepeatingClient {

    private final Supplier<LoadRequest> fresh;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = new HashSet<>();
    private final Queue<String> repetitions = new ConcurrentLinkedQueue<>();

    public RepeatingClient(String name) {
        this.fresh = LoadRequest.keyedDrops(name);
    }

    /** Returns a repetition if one is pending, otherwise a new drop. */
    public LoadRequest next() {
        var repetition = nextRepetition();
        if (repetition != null) {
            return repetition;
        }
        var drop = fresh.get();
        sent.add(drop.id());
        return drop;
    }

    /** Returns null if no repetition is pending. */
    public LoadRequest nextRepetition() {
        var id = repetitions.poll();
        return id == null ? null : LoadRequest.keyedDrop(id);
    }

    /** Schedules the drops that the load did not get acknowledged for repetition. */
    public void addOutcomes(Load load) {
        acknowledged.addAll(load.acknowledged());
        repetitions.clear();
        repetitions.addAll(unacknowledged());
    }

    public Set<String> sent() {
        return Set.copyOf(sent);
    }

    public Set<String> unacknowledged() {
        var ids = new HashSet<>(sent);
        ids.removeAll(acknowledged);
        return ids;
    }
}
