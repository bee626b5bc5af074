package io.kgen.protocols.gateway.responses;

import io.kgen.protocols.contracts.analytics.MonthSummary;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import java.math.BigDecimal;
import java.util.List;

/** The sums over a player's participations, in total and by month. */
public record SummaryResponse(
        long played,
        long won,
        long lost,
        BigDecimal staked,
        BigDecimal amountWon,
        BigDecimal net,
        List<Month> byMonth) {

    /** The sums over one month of UTC. */
    public record Month(String month, long played, long won, BigDecimal staked, BigDecimal amountWon) {

        private static Month of(MonthSummary month) {
            return new Month(month.month(), month.played(), month.won(), month.staked(), month.amountWon());
        }
    }

    public static SummaryResponse of(ParticipationSummary summary) {
        return new SummaryResponse(
                summary.played(),
                summary.won(),
                summary.lost(),
                summary.staked(),
                summary.amountWon(),
                summary.net(),
                summary.byMonth().stream().map(Month::of).toList());
    }
}
