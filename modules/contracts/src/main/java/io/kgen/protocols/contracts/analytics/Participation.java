package io.kgen.protocols.contracts.analytics;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * One participation of a player and its result. Amounts are exact.
 *
 * @param occurredAt null if unknown
 */
public record Participation(
        String type,
        BigDecimal typeValue,
        String result,
        Instant occurredAt,
        String mode,
        BigDecimal buyInStake,
        BigDecimal amountWon) {}
