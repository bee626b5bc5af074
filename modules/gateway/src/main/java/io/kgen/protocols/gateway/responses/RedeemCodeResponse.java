package io.kgen.protocols.gateway.responses;

import io.kgen.protocols.contracts.kstore.RedeemCodeReply;

/** The player for whom a one-time code was made. */
public record RedeemCodeResponse(
        String issuer, String userId, String namespacedThirdPartyUserId, String walletAddress, String linkedPhone) {

    public static RedeemCodeResponse of(RedeemCodeReply player) {
        return new RedeemCodeResponse(
                player.issuer(),
                player.userId(),
                player.namespacedThirdPartyUserId(),
                player.walletAddress(),
                player.linkedPhone());
    }

    /** Without the player's data, which must not reach a log. */
    @Override
    public String toString() {
        return "RedeemCodeResponse";
    }
}
