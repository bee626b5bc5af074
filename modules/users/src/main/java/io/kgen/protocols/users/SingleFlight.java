package io.kgen.protocols.users;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Suppresses duplicate calls: concurrent callers of one key share one call in flight (E22). Thread-safe. */
final class SingleFlight<K, V> {

    private final ConcurrentMap<K, Future<V>> flights = new ConcurrentHashMap<>();

    /** Joins the call in flight for the key, or starts one. */
    Future<V> join(K key, Supplier<Future<V>> call) {
        var promise = Promise.<V>promise();
        var own = promise.future();
        var earlier = flights.putIfAbsent(key, own);
        if (earlier != null) {
            return earlier;
        }
        // Inside a chain, so that a call that throws completes the flight too.
        Future.<Void>succeededFuture().compose(started -> call.get()).onComplete((value, failure) -> {
            flights.remove(key, own);
            promise.complete(value, failure);
        });
        return own;
    }

    /** Later callers do not join a call that started before. */
    void forget(K key) {
        flights.remove(key);
    }

    /** As {@link #forget}, for all keys. */
    void forgetAll() {
        flights.clear();
    }
}
