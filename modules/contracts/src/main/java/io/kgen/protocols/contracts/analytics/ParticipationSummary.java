package io.kgen.protocols.contracts.analytics;

import java.math.BigDecimal;
import java.util.List;

/**
 * The sums of the participations of a player. Amounts are exact.
 *
 * @param won participations with a result that contains the word {@code won}, in upper or lower case, and not the word {@code lost}
 * @param lost with the words exchanged; a result with neither word or with both, such as a draw, counts as played only
 * @param net the amount won minus the amount staked
 * @param byMonth newest first, the latest 120 months with participations; a participation without a time is in no month
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
