package io.kgen.protocols.users;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Questions under way, so that those who ask the same at the same time share one answer (E22). Shared between threads. */
final class SingleFlight<K, V> {

    private final ConcurrentMap<K, Future<V>> flights = new ConcurrentHashMap<>();

    /** Joins the flight for the key, or starts it. */
    Future<V> join(K key, Supplier<Future<V>> question) {
        var promise = Promise.<V>promise();
        var own = promise.future();
        var earlier = flights.putIfAbsent(key, own);
        if (earlier != null) {
            return earlier;
        }
        // Inside a chain, so that a question that throws lands too.
        Future.<Void>succeededFuture().compose(started -> question.get()).onComplete((answer, failure) -> {
            flights.remove(key, own);
            promise.complete(answer, failure);
        });
        return own;
    }

    /** Nobody joins a flight that started before this call any more. */
    void forget(K key) {
        flights.remove(key);
    }
}
