package io.kgen.protocols.users;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.vertx.core.Future;

/** The players' linked numbers: at most one for each player, and within an issuer each number has one player. */
interface LinkedNumberStore {

    Future<VersionedLink> find(PlayerId player);

    /**
     * Links a number; completes after the commit. If the player already has the number, only the given details change.
     * Fails with {@link FailureCode#CONFLICT} if another player has it, or the player has another one and the request
     * does not replace it.
     *
     * @param e164 the E.164 form of the number
     * @param call whose deadline is the time after which it must not be committed
     */
    Future<VersionedLink> link(LinkNumber link, String e164, CallContext call);

    /**
     * Unlinks the number; completes after the commit, with {@link VersionedLink#NONE} if there was none.
     *
     * @param call whose deadline is the time after which it must not be committed
     */
    Future<VersionedLink> unlink(PlayerId player, CallContext call);

    /** As {@link #unlink}, because the player is erased. */
    Future<VersionedLink> erase(PlayerId player, CallContext call);
}
