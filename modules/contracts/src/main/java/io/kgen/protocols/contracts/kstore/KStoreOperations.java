package io.kgen.protocols.contracts.kstore;

import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import java.util.List;

/** The operations of the K-Store module. */
public final class KStoreOperations {

    /** Each reply has its own code; an unused code expires without effect. */
    public static final Operation<GenerateRedirect, Redirect> GENERATE_REDIRECT = Operation.of(
                    "kstore.redirect.generate", GenerateRedirect.class, Redirect.class)
            .idempotent();

    /**
     * {@code NOT_FOUND} for an unknown, used or expired code and for a code of another store, without a difference. Not
     * idempotent, because the code is used up by the first call.
     */
    public static final Operation<RedeemCode, RedeemCodeReply> REDEEM_CODE =
            Operation.of("kstore.code.redeem", RedeemCode.class, RedeemCodeReply.class);

    /** Also revokes the codes of the player (E41). */
    public static final Operation<ErasePlayer, ErasePlayerReply> ERASE = Operation.of(
                    "kstore.erase", ErasePlayer.class, ErasePlayerReply.class)
            .idempotent();

    public static final List<Operation<?, ?>> ALL = List.of(GENERATE_REDIRECT, REDEEM_CODE, ERASE);

    private KStoreOperations() {}
}
