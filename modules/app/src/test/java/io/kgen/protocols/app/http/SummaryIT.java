package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Answer;
import io.kgen.protocols.app.support.ParticipationBuilder;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The summary of the operation "History" of the contract. */
@PlatformTest
class SummaryIT {

    private final RunningPlatform platform;

    SummaryIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void sumsAllParticipationsAndEachMonthNewestFirst() {
        record(ParticipationBuilder.by("player", "1")
                .at(Instant.parse("2026-10-31T23:59:59Z"))
                .amount("100"));
        record(ParticipationBuilder.by("player", "2")
                .at(Instant.parse("2026-11-01T00:00:00Z"))
                .ended("You Lost")
                .amount("10.50"));
        record(ParticipationBuilder.by("player", "3").at(null).ended("Draw").amount("0.5"));

        assertThat(summary("player", "").text())
                .isEqualTo("{\"played\":3,\"won\":1,\"lost\":1,\"staked\":111,\"amountWon\":111,\"net\":0,\"byMonth\":["
                        + "{\"month\":\"2026-11\",\"played\":1,\"won\":0,\"staked\":10.50,\"amountWon\":10.50},"
                        + "{\"month\":\"2026-10\",\"played\":1,\"won\":1,\"staked\":100,\"amountWon\":100}]}");
    }

    @Test
    void aPlayerWithoutParticipationsGetsZeros() {
        assertThat(summary("unknown-player", "").text())
                .isEqualTo("{\"played\":0,\"won\":0,\"lost\":0,\"staked\":0,\"amountWon\":0,\"net\":0,\"byMonth\":[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "100.0, 100",
        "1E+2, 100",
        "-0.50, -0.50",
        "12345678901234567890.0123456789, 12345678901234567890.0123456789"
    })
    void printsNumbersExactlyAndIntegersWithoutAFraction(String recorded, String printed) {
        var player = "amount " + recorded;
        record(ParticipationBuilder.by(player, "s").amount(recorded));

        assertThat(summary(player, "").text())
                .contains("\"staked\":" + printed + ",\"amountWon\":" + printed + ",\"net\":0,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=2021-02-01T00:00:00Z | 1",
                "to=2021-02-01T00:00:00Z | 1",
                "from=2021-01-01T00:00:00Z&to=2021-03-01T00:00:00Z | 2",
                "type=Duel&mode=Slow | 1",
                "type=Duel&mode=Quick | 0",
                "result=Won | 2",
                "result=won | 0"
            })
    void acceptsTheFiltersOfTheHistory(String query, int played) {
        record(ParticipationBuilder.by("filtered", "1").at(Instant.parse("2021-01-01T00:00:00Z")));
        record(ParticipationBuilder.by("filtered", "2")
                .at(Instant.parse("2021-02-01T00:00:00Z"))
                .ended("You Lost")
                .as("Duel", "Slow"));
        record(ParticipationBuilder.by("filtered", "3").at(null));

        assertThat(summary("filtered", query).json().getInteger("played")).isEqualTo(played);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=1", "cursor=x", "page=2", "from=today", "to=2021-06-01", "type=%00", "mode=a&mode=b"})
    void rejectsUnknownAndInvalidParameters(String query) {
        var answer = summary("player", query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void e24_aPlayerSeesOnlyTheirOwnParticipations() {
        record(ParticipationBuilder.by("mine", "s"));

        assertThat(platform.send(Request.summary("").by(token("another issuer", "mine")))
                        .json()
                        .getInteger("played"))
                .isZero();
        assertThat(platform.send(Request.summary("")).error()).isEqualTo("UN_AUTHORIZED");
    }

    private Answer summary(String player, String query) {
        return platform.send(Request.summary(query).by(token(player)));
    }

    private void record(ParticipationBuilder played) {
        platform.call(AnalyticsOperations.RECORD_PARTICIPATION, played.request());
    }
}
