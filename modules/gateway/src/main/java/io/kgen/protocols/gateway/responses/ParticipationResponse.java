package io.kgen.protocols.gateway.responses;

import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.ParticipationPage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** One participation of a player; the names and the order of the fields are frozen. */
public record ParticipationResponse(
        String type,
        BigDecimal typeValue,
        String result,
        String occurredAtText,
        String mode,
        BigDecimal buyInStake,
        BigDecimal amountWon) {

    /** The bare array that the endpoint responds with. */
    public static List<ParticipationResponse> listOf(ParticipationPage page) {
        return page.participations().stream().map(ParticipationResponse::of).toList();
    }

    private static ParticipationResponse of(Participation participation) {
        return new ParticipationResponse(
                participation.type(),
                participation.typeValue(),
                participation.result(),
                text(participation.occurredAt()),
                participation.mode(),
                participation.buyInStake(),
                participation.amountWon());
    }

    private static String text(Instant time) {
        return time == null ? "" : time.toString();
    }
}
