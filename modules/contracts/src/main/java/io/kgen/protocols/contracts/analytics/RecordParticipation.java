package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Records how a player fared, once for each {@code (issuer, source, sourceId)}.
 *
 * @param source the service that reports it
 * @param sourceId its own name for this participation
 * @param revision a higher one corrects what was recorded, a lower one is stale; null means 0
 * @param occurredAt when it took place, to the microsecond, or null where unknown
 */
public record RecordParticipation(
        String issuer,
        String userId,
        String source,
        String sourceId,
        Long revision,
        String type,
        BigDecimal typeValue,
        String result,
        Instant occurredAt,
        String mode,
        BigDecimal buyInStake,
        BigDecimal amountWon) {

    private static final int MAX_LABEL = 128;

    public RecordParticipation {
        PlayerId.require(issuer, userId);
        Require.identifier("source", source);
        Require.identifier("sourceId", sourceId);
        revision = revision == null ? Long.valueOf(0) : revision;
        if (revision < 0) {
            throw ServiceException.invalid("revision", "must not be negative");
        }
        Require.optionalText("type", Require.present("type", type), MAX_LABEL);
        Require.optionalText("result", Require.present("result", result), MAX_LABEL);
        Require.optionalText("mode", Require.present("mode", mode), MAX_LABEL);
        Require.optionalAmount("typeValue", Require.present("typeValue", typeValue));
        Require.optionalAmount("buyInStake", Require.present("buyInStake", buyInStake));
        Require.optionalAmount("amountWon", Require.present("amountWon", amountWon));
        Require.optionalTime("occurredAt", occurredAt);
    }

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
