package io.kgen.protocols.contracts.analytics;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a player's participations add up to; amounts are exact.
 *
 * @param won those whose result has the word {@code won}, in whatever case, and not the word {@code lost}
 * @param lost the other way round; what has neither word or both, such as a draw, is played and that is all
 * @param net what was won less what was staked
 * @param byMonth newest first, the latest 120 months that have any; what has no time is in no month
 */
public record ParticipationSummary(
        long played,
        long won,
        long lost,
        BigDecimal staked,
        BigDecimal amountWon,
        BigDecimal net,
        List<MonthSummary> byMonth) {

    public static final int MAX_MONTHS = 120;

    public ParticipationSummary {
        byMonth = List.copyOf(byMonth);
    }
}
