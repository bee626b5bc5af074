package io.kgen.protocols.contracts.users;

/**
 * The linked number of a player and the data linked with it; {@code ""} for an unknown value.
 *
 * @param linkedPhone the number as it was linked, not its E.164 form
 */
public record LinkedNumber(
        String userId,
        String namespacedThirdPartyUserId,
        String walletAddress,
        String indiggWalletAddress,
        String linkedPhone,
        String kgenId) {

    public LinkedNumber {
        userId = orEmpty(userId);
        namespacedThirdPartyUserId = orEmpty(namespacedThirdPartyUserId);
        walletAddress = orEmpty(walletAddress);
        indiggWalletAddress = orEmpty(indiggWalletAddress);
        linkedPhone = orEmpty(linkedPhone);
        kgenId = orEmpty(kgenId);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** The player only, because a phone number or a wallet must not be logged (E73). */
    @Override
    public String toString() {
        return "LinkedNumber[userId=" + userId + "]";
    }
}
