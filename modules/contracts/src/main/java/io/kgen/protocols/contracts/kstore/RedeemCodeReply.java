package io.kgen.protocols.contracts.kstore;

/** Who came with a one-time code; {@code ""} where unknown. */
public record RedeemCodeReply(
        String issuer, String userId, String namespacedThirdPartyUserId, String walletAddress, String linkedPhone) {

    /** Names the player only: a phone number must not reach a log (E73). */
    @Override
    public String toString() {
        return "RedeemedPlayer[issuer=" + issuer + ", userId=" + userId + "]";
    }
}
