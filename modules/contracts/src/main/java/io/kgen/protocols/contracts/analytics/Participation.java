package io.kgen.protocols.contracts.analytics;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * How a player fared once; amounts are exact.
 *
 * @param occurredAt null where unknown
 */
public record Participation(
        String type,
        BigDecimal typeValue,
        String result,
        Instant occurredAt,
        String mode,
        BigDecimal buyInStake,
        BigDecimal amountWon) {}
