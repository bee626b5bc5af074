package io.kgen.protocols.contracts.users;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.Flattened;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;

/**
 * Links a number to a player.
 *
 * @param phone the number as the player wrote it
 * @param region the ISO 3166 region of a number without a country code, or null
 * @param replace whether the number may replace another number of the player; null means false
 */
public record LinkNumber(
        @Flattened PlayerId player,
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
        Require.present("player", player);
        Require.optionalText("phone", Require.present("phone", phone), MAX_PHONE);
        Require.optionalText("region", region, MAX_REGION);
        Require.optionalText("namespacedThirdPartyUserId", namespacedThirdPartyUserId, MAX_DETAIL);
        Require.optionalText("walletAddress", walletAddress, MAX_DETAIL);
        Require.optionalText("indiggWalletAddress", indiggWalletAddress, MAX_DETAIL);
        Require.optionalText("kgenId", kgenId, MAX_DETAIL);
        replace = Boolean.TRUE.equals(replace);
    }

    public static Builder builder(PlayerId player, String phone) {
        return new Builder(player, phone);
    }

    /** The player only, because a phone number must not be logged (E73). */
    @Override
    public String toString() {
        return "LinkNumber[player=" + player + "]";
    }

    /** Sets components by name; what is not set is absent. */
    public static final class Builder {

        private final PlayerId player;
        private final String phone;
        private String region;
        private String namespacedThirdPartyUserId;
        private String walletAddress;
        private String indiggWalletAddress;
        private String kgenId;
        private Boolean replace;

        private Builder(PlayerId player, String phone) {
            this.player = player;
            this.phone = phone;
        }

        public Builder region(String region) {
            this.region = region;
            return this;
        }

        public Builder namespacedThirdPartyUserId(String namespacedThirdPartyUserId) {
            this.namespacedThirdPartyUserId = namespacedThirdPartyUserId;
            return this;
        }

        public Builder walletAddress(String walletAddress) {
            this.walletAddress = walletAddress;
            return this;
        }

        public Builder indiggWalletAddress(String indiggWalletAddress) {
            this.indiggWalletAddress = indiggWalletAddress;
            return this;
        }

        public Builder kgenId(String kgenId) {
            this.kgenId = kgenId;
            return this;
        }

        public Builder replace(Boolean replace) {
            this.replace = replace;
            return this;
        }

        /** Throws {@link ServiceException} {@code INVALID} if a component is missing or breaks its rule. */
        public LinkNumber build() {
            return new LinkNumber(
                    player,
                    phone,
                    region,
                    namespacedThirdPartyUserId,
                    walletAddress,
                    indiggWalletAddress,
                    kgenId,
                    replace);
        }
    }
}
