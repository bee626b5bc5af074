package io.kgen.protocols.kstore;

import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Living codes in a map; nothing expires. */
final class FakeCodeStore implements CodeStore {

    private final Map<Buffer, IssuedCode> living = new LinkedHashMap<>();

    Iterable<IssuedCode> living() {
        return living.values();
    }

    @Override
    public Future<Void> add(IssuedCode code, long deadline) {
        living.put(code.hash(), code);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<IssuedCode>> find(Buffer hash, String store) {
        return Future.succeededFuture(Optional.ofNullable(living.get(hash))
                .filter(code -> code.store().equals(store)));
    }

    @Override
    public Future<Boolean> use(Buffer hash, String store, long deadline) {
        return find(hash, store)
                .map(found -> found.map(code -> living.remove(hash)).isPresent());
    }

    @Override
    public Future<Integer> revokeMadeBefore(PlayerId player, Instant moment, long deadline) {
        return revokeAll(player, deadline);
    }

    @Override
    public Future<Integer> revokeAll(PlayerId player, long deadline) {
        var before = living.size();
        living.values().removeIf(code -> code.player().equals(player));
        return Future.succeededFuture(before - living.size());
    }

    @Override
    public Future<Void> revoke(Buffer hash, long deadline) {
        living.remove(hash);
        return Future.succeededFuture();
    }
}
