package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;
import java.time.Instant;

/**
 * Asks what a player's participations add up to.
 *
 * @param from first moment that counts, or null
 * @param to first moment that no longer counts, or null
 * @param type exactly this type, or null for any; likewise mode and result
 */
public record SummarizeParticipations(
        String issuer, String userId, Instant from, Instant to, String type, String mode, String result)
        implements ParticipationFilter {

    public SummarizeParticipations {
        PlayerId.require(issuer, userId);
        Require.optionalTime("from", from);
        Require.optionalTime("to", to);
        Require.optionalText("type", type, ListParticipations.MAX_LABEL);
        Require.optionalText("mode", mode, ListParticipations.MAX_LABEL);
        Require.optionalText("result", result, ListParticipations.MAX_LABEL);
    }
}
