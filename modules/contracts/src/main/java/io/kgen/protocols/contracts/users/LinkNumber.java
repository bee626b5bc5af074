package io.kgen.protocols.contracts.users;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;

/**
 * Links a number to a player.
 *
 * @param phone the number as the player writes it
 * @param region ISO 3166 region in which a number without country code is meant, or null
 * @param replace whether a number that the player already has may be replaced; null means no
 */
public record LinkNumber(
        String issuer,
        String userId,
        String phone,
        String region,
        String namespacedThirdPartyUserId,
        String walletAddress,
        String indiggWalletAddress,
        String kgenId,
        Boolean replace) {

    private static final int MAX_PHONE = 64;
    private static final int MAX_REGION = 2;
    private static final int MAX_DETAIL = 512;

    public LinkNumber {
        PlayerId.require(issuer, userId);
        Require.optionalText("phone", Require.present("phone", phone), MAX_PHONE);
        Require.optionalText("region", region, MAX_REGION);
        Require.optionalText("namespacedThirdPartyUserId", namespacedThirdPartyUserId, MAX_DETAIL);
        Require.optionalText("walletAddress", walletAddress, MAX_DETAIL);
        Require.optionalText("indiggWalletAddress", indiggWalletAddress, MAX_DETAIL);
        Require.optionalText("kgenId", kgenId, MAX_DETAIL);
        replace = Boolean.TRUE.equals(replace);
    }

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }

    /** Names the player only: a phone number must not reach a log (E73). */
    @Override
    public String toString() {
        return "LinkNumber[issuer=" + issuer + ", userId=" + userId + "]";
    }
}
