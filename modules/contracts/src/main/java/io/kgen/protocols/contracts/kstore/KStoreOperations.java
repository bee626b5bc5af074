package io.kgen.protocols.contracts.kstore;

import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;

/** What the K-Store module can be asked. */
public final class KStoreOperations {

    /** Each answer has a code of its own, and one that nobody uses does no harm. */
    public static final Operation<GenerateRedirect, Redirect> GENERATE_REDIRECT = Operation.of(
                    "kstore.redirect.generate", GenerateRedirect.class, Redirect.class)
            .idempotent();

    /**
     * {@code NOT_FOUND} for an unknown, used or expired code and for another store's, indistinguishably. Not repeatable: the
     * second time, the code is used.
     */
    public static final Operation<RedeemCode, RedeemCodeReply> REDEEM_CODE =
            Operation.of("kstore.code.redeem", RedeemCode.class, RedeemCodeReply.class);

    /** Kills the player's codes, too (E41). */
    public static final Operation<ErasePlayer, ErasePlayerReply> ERASE = Operation.of(
                    "kstore.erase", ErasePlayer.class, ErasePlayerReply.class)
            .idempotent();

    private KStoreOperations() {}
}
