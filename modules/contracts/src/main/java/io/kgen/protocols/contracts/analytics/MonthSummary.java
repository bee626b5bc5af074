package io.kgen.protocols.contracts.analytics;

import java.math.BigDecimal;

/**
 * What a player's participations of one month add up to; amounts are exact.
 *
 * @param month a month of UTC, as in {@code 2026-11}
 * @param won as in {@link ParticipationSummary}
 */
public record MonthSummary(String month, long played, long won, BigDecimal staked, BigDecimal amountWon) {}
