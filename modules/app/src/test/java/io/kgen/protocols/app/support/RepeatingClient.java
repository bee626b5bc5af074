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

    /** Repetitions come first. */
    public LoadRequest next() {
        var repetition = nextUnacknowledged();
        if (repetition != null) {
            return repetition;
        }
        var drop = fresh.get();
        sent.add(drop.id());
        return drop;
    }

    /** Null when there is nothing left to repeat. */
    public LoadRequest nextUnacknowledged() {
        var id = repetitions.poll();
        return id == null ? null : LoadRequest.keyedDrop(id);
    }

    /** What is not acknowledged at the end of a load is repeated in the next. */
    public void learn(Load load) {
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
