package io.kgen.protocols.kstore;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Active codes in a map; they never expire. */
final class FakeCodeStore implements CodeStore {

    private final Map<Buffer, IssuedCode> active = new LinkedHashMap<>();

    Iterable<IssuedCode> active() {
        return active.values();
    }

    @Override
    public Future<Void> add(IssuedCode code, long deadline) {
        active.put(code.hash(), code);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<IssuedCode>> find(Buffer hash, String store) {
        return Future.succeededFuture(Optional.ofNullable(active.get(hash))
                .filter(code -> code.store().equals(store)));
    }

    @Override
    public Future<Boolean> use(Buffer hash, String store, long deadline) {
        return find(hash, store)
                .map(found -> found.map(code -> active.remove(hash)).isPresent());
    }

    @Override
    public Future<Integer> revokeIssuedBefore(PlayerId player, Instant time, long deadline) {
        return revokeAll(player);
    }

    @Override
    public Future<Integer> erase(PlayerId player, CallContext call) {
        return revokeAll(player);
    }

    private Future<Integer> revokeAll(PlayerId player) {
        var before = active.size();
        active.values().removeIf(code -> code.player().equals(player));
        return Future.succeededFuture(before - active.size());
    }

    @Override
    public Future<Void> revoke(Buffer hash, long deadline) {
        active.remove(hash);
        return Future.succeededFuture();
    }
}
