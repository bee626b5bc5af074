package io.kgen.protocols.contracts.users;

import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;

/** What the users module can be asked. */
public final class UsersOperations {

    /** {@code NOT_FOUND} when the player has no linked number. */
    public static final Operation<FindLinkedNumber, LinkedNumber> FIND_LINKED_NUMBER = Operation.of(
                    "users.linked-number.find", FindLinkedNumber.class, LinkedNumber.class)
            .idempotent();

    /**
     * {@code INVALID} unless a mobile subscriber can have the number; {@code CONFLICT} if it is another player's of this issuer, or this player
     * has another number and does not ask to replace it. The same link again is success.
     */
    public static final Operation<LinkNumber, LinkedNumber> LINK_NUMBER = Operation.of(
                    "users.linked-number.link", LinkNumber.class, LinkedNumber.class)
            .idempotent();

    public static final Operation<UnlinkNumber, UnlinkNumberReply> UNLINK_NUMBER = Operation.of(
                    "users.linked-number.unlink", UnlinkNumber.class, UnlinkNumberReply.class)
            .idempotent();

    /** Publishes the number as {@code erased} if there was one. */
    public static final Operation<ErasePlayer, ErasePlayerReply> ERASE = Operation.of(
                    "users.erase", ErasePlayer.class, ErasePlayerReply.class)
            .idempotent();

    private UsersOperations() {}
}
