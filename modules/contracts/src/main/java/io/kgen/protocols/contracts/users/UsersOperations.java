package io.kgen.protocols.contracts.users;

import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import java.util.List;

/** The operations of the users module. */
public final class UsersOperations {

    /** {@code NOT_FOUND} if the player has no linked number. */
    public static final Operation<FindLinkedNumber, LinkedNumber> FIND_LINKED_NUMBER = Operation.of(
                    "users.linked-number.find", FindLinkedNumber.class, LinkedNumber.class)
            .idempotent();

    /**
     * {@code INVALID} unless a mobile subscriber can have the number. {@code CONFLICT} if another player of this issuer has
     * it, or if this player has another number and {@code replace} is not set. The same link again succeeds.
     */
    public static final Operation<LinkNumber, LinkedNumber> LINK_NUMBER = Operation.of(
                    "users.linked-number.link", LinkNumber.class, LinkedNumber.class)
            .idempotent();

    public static final Operation<UnlinkNumber, UnlinkNumberReply> UNLINK_NUMBER = Operation.of(
                    "users.linked-number.unlink", UnlinkNumber.class, UnlinkNumberReply.class)
            .idempotent();

    /** Publishes {@code erased} if the player had a linked number. */
    public static final Operation<ErasePlayer, ErasePlayerReply> ERASE = Operation.of(
                    "users.erase", ErasePlayer.class, ErasePlayerReply.class)
            .idempotent();

    public static final List<Operation<?, ?>> ALL = List.of(FIND_LINKED_NUMBER, LINK_NUMBER, UNLINK_NUMBER, ERASE);

    private UsersOperations() {}
}
