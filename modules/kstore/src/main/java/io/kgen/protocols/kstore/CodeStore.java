package io.kgen.protocols.kstore;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;

/** Stores issued codes. A code is active until it is used, expires or is revoked; only active codes are found. */
interface CodeStore {

    int MAX_ACTIVE_PER_PLAYER = 5;

    // Each deadline is a value of System.nanoTime() after which the change must not be committed any more.

    /** Adds a code. When it succeeds, only the newest codes of the player are active, {@link #MAX_ACTIVE_PER_PLAYER} at most (E41). */
    Future<Void> add(IssuedCode code, long deadline);

    /** Finds the active code of this store and does not change it. */
    Future<Optional<IssuedCode>> find(Buffer hash, String store);

    /** Marks the code of this store as used. The result is true for exactly one of concurrent calls (E40). */
    Future<Boolean> use(Buffer hash, String store, long deadline);

    Future<Void> revoke(Buffer hash, long deadline);

    /** Revokes the codes of a player that were issued before a time of the clock of PostgreSQL. The result is their number. */
    Future<Integer> revokeIssuedBefore(PlayerId player, Instant time, long deadline);

    /** Deletes all codes of a player, active or not, because the player is erased. The result is their number. */
    Future<Integer> erase(PlayerId player, CallContext call);
}
