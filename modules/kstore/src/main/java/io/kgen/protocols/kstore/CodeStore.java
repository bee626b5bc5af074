package io.kgen.protocols.kstore;

import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;

/** The codes that were given out. A code lives until it is used, expires or is revoked; no other is ever found. */
interface CodeStore {

    int MAX_LIVING_OF_A_PLAYER = 5;

    // Each deadline is a value of System.nanoTime() after which the change must not be committed any more.

    /** Keeps a code; when it succeeds, all but the player's five newest living codes are dead (E41). */
    Future<Void> add(IssuedCode code, long deadline);

    /** The living code of this store, left as it is. */
    Future<Optional<IssuedCode>> find(Buffer hash, String store);

    /** Ends the life of this store's code; true for one caller, however many race (E40). */
    Future<Boolean> use(Buffer hash, String store, long deadline);

    Future<Void> revoke(Buffer hash, long deadline);

    /** Revokes what was made for a player before a moment of the database's clock, and says how many codes that was. */
    Future<Integer> revokeMadeBefore(PlayerId player, Instant moment, long deadline);

    /** Leaves no trace of a player's codes, whether they live or not, and says how many they were. */
    Future<Integer> revokeAll(PlayerId player, long deadline);
}
