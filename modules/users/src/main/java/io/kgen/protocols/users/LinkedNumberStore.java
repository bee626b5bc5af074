package io.kgen.protocols.users;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.vertx.core.Future;

/** Keeps the players' linked numbers: at most one a player, and within an issuer each number with one player. */
interface LinkedNumberStore {

    Future<VersionedLink> find(PlayerId player);

    /**
     * Links a number, after the commit; the number that the player has already changes nothing but the details given.
     * Fails with {@link FailureCode#CONFLICT} if another player has it, or this one has another and does not replace it.
     *
     * @param e164 what the number means
     * @param deadline {@link System#nanoTime()} after which it must not be committed any more
     */
    Future<VersionedLink> link(LinkNumber link, String e164, long deadline);

    /**
     * The state after the removal, or {@link VersionedLink#NONE} if there was nothing to remove.
     *
     * @param deadline {@link System#nanoTime()} after which it must not be committed any more
     */
    Future<VersionedLink> unlink(PlayerId player, long deadline);
}
