package io.kgen.protocols.gateway.responses;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kgen.protocols.contracts.users.LinkedNumber;

/** A player's linked number; the names and the order of the fields are frozen. */
public record LinkedNumberResponse(
        @JsonProperty("UserID") String userId,
        @JsonProperty("NameSpacedThirdPartyUserID") String namespacedThirdPartyUserId,
        @JsonProperty("WalletAddress") String walletAddress,
        @JsonProperty("IndiggWalletAddress") String indiggWalletAddress,
        @JsonProperty("LinkedPhone") String linkedPhone,
        @JsonProperty("KGenID") String kgenId) {

    public static LinkedNumberResponse of(LinkedNumber number) {
        return new LinkedNumberResponse(
                number.userId(),
                number.namespacedThirdPartyUserId(),
                number.walletAddress(),
                number.indiggWalletAddress(),
                number.linkedPhone(),
                number.kgenId());
    }

    /** Without the player's data, which must not reach a log. */
    @Override
    public String toString() {
        return "LinkedNumberResponse";
    }
}
