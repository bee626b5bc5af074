package io.kgen.protocols.contracts.kstore;

/** The player of a one-time code; {@code ""} for an unknown value. */
public record RedeemCodeReply(
        String issuer, String userId, String namespacedThirdPartyUserId, String walletAddress, String linkedPhone) {

    /** The player only, because a phone number must not be logged (E73). */
    @Override
    public String toString() {
        return "RedeemCodeReply[issuer=" + issuer + ", userId=" + userId + "]";
    }
}
