package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Answer;
import io.kgen.protocols.app.support.ParticipationBuilder;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operation "History" of the contract over HTTP. */
@PlatformTest
class HistoryIT {

    private final RunningPlatform platform;

    HistoryIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6})
    void e50_pagesOfAnySizeContainFiveParticipationsOfTheSameInstantOnce(int limit) {
        var player = "identical-" + limit;
        IntStream.range(0, 5)
                .forEach(n -> record(ParticipationBuilder.by(player, "s" + n).ended("Won " + n)));

        var pages = pages(player, "limit=" + limit);

        assertThat(pages.stream().flatMap(List::stream))
                .containsExactlyInAnyOrder("Won 0", "Won 1", "Won 2", "Won 3", "Won 4");
        assertThat(pages).hasSize((5 + limit - 1) / limit);
    }

    @Test
    void e50_aParticipationWithoutATimeSortsLastAcrossPages() {
        record(ParticipationBuilder.by("timeless", "s1").at(null).ended("none"));
        record(ParticipationBuilder.by("timeless", "s2")
                .at(Instant.parse("2023-01-01T00:00:00Z"))
                .ended("new"));
        record(ParticipationBuilder.by("timeless", "s3").at(null).ended("none"));
        record(ParticipationBuilder.by("timeless", "s4").at(Instant.EPOCH).ended("old"));

        assertThat(pages("timeless", "limit=1"))
                .containsExactly(List.of("new"), List.of("old"), List.of("none"), List.of("none"));
    }

    @Test
    void e50_anInsertBetweenPagesNeitherRepeatsNorHidesOtherRows() {
        IntStream.range(0, 4)
                .forEach(n -> record(ParticipationBuilder.by("growing", "s" + n).ended("r" + n)));
        var first = history("growing", "limit=2");
        record(ParticipationBuilder.by("growing", "newer")
                .at(ParticipationBuilder.JUNE.plusSeconds(1))
                .ended("newer"));
        record(ParticipationBuilder.by("growing", "same").ended("same moment"));

        var rest = history("growing", "limit=200&cursor=" + cursor(first));

        assertThat(results(first)).hasSize(2);
        assertThat(results(rest))
                .hasSize(2)
                .doesNotContainAnyElementsOf(results(first))
                .allMatch(r -> r.startsWith("r"));
    }

    @Test
    void theLastPageHasNoCursor() {
        record(ParticipationBuilder.by("single", "s"));

        assertThat(cursor(history("single", "limit=1"))).isNull();
        assertThat(cursor(history("unknown-player", ""))).isNull();
    }

    @Test
    void aPageHasAtMost100ItemsByDefaultAndAtMost200OnRequest() {
        IntStream.range(0, 201).forEach(n -> record(ParticipationBuilder.by("busy", "s" + n)));

        assertThat(results(history("busy", ""))).hasSize(100);
        assertThat(results(history("busy", "limit=200"))).hasSize(200);
    }

    @Test
    void e50_rejectsAForgedOrForeignCursor() {
        for (var player : List.of("owner", "other")) {
            IntStream.range(0, 3).forEach(n -> record(ParticipationBuilder.by(player, "s" + n)));
        }
        var cursor = cursor(history("owner", "limit=1&mode=Quick"));
        var forged = (cursor.charAt(0) == 'A' ? 'B' : 'A') + cursor.substring(1);

        assertThat(history("owner", "mode=Quick&cursor=" + cursor).status()).isEqualTo(200);
        assertRejected("owner", "mode=Quick&cursor=" + forged);
        assertRejected("owner", "mode=Quick&cursor=" + cursor.substring(0, cursor.length() - 2));
        assertRejected("other", "mode=Quick&cursor=" + cursor);
        assertRejected("owner", "mode=Slow&cursor=" + cursor);
        assertRejected("owner", "cursor=" + cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=-1",
                "limit=1.5",
                "limit=ten",
                "limit=",
                "limit=99999999999999999999",
                "cursor=nonsense",
                "from=yesterday",
                "from=2021-06-01",
                "to=2021-06-01T12:00:00",
                "to=2021-13-01T00:00:00Z",
                "type=%00",
                "mode=%ED%A0%80",
                "result=%C3%28",
                "limit=1&limit=2",
                "page=2",
                "Limit=1",
                "user_id=other",
                "=1"
            })
    void rejectsUnknownAndInvalidParameters(String query) {
        assertRejected("owner", query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&", "&&", "limit=3&", "&limit=3", "limit=3&&cursor=", "cursor=", "cursor=&"})
    void ignoresEmptyPairsAndAnEmptyCursor(String query) {
        IntStream.range(0, 3).forEach(n -> record(ParticipationBuilder.by("empty-pairs", "s" + n)));

        assertThat(history("empty-pairs", query).text())
                .isEqualTo(history("empty-pairs", "").text())
                .contains("\"type\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=2021-02-01T00:00:00Z | mar feb",
                "to=2021-02-01T00:00:00Z | jan",
                "from=2021-01-01T00:00:00Z&to=2021-03-01T00:00:00Z | feb jan",
                "from=2021-02-01T05:30:00%2B05:30&to=2021-02-01T00:00:00.000001Z | feb",
                "type=Tournament | mar jan",
                "type=Duel&mode=Slow | feb",
                "type=Duel&mode=Quick | ''",
                "result=jan | jan",
                "type=tournament | ''"
            })
    void filtersByEqualityAndAHalfOpenTimeRange(String query, String expected) {
        record(ParticipationBuilder.by("filtered", "1")
                .at(Instant.parse("2021-01-01T00:00:00Z"))
                .ended("jan"));
        record(ParticipationBuilder.by("filtered", "2")
                .at(Instant.parse("2021-02-01T00:00:00Z"))
                .ended("feb")
                .as("Duel", "Slow"));
        record(ParticipationBuilder.by("filtered", "3")
                .at(Instant.parse("2021-03-01T00:00:00Z"))
                .ended("mar")
                .as("Tournament", "Slow"));

        var found = results(history("filtered", query));

        assertThat(found).containsExactly(expected.isEmpty() ? new String[0] : expected.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "100,100",
        "100.0,100",
        "100.00,100",
        "1E+2,100",
        "0,0",
        "0.00,0",
        "-0.50,-0.50",
        "0.1,0.1",
        "12345678901234567890.0123456789,12345678901234567890.0123456789",
        "0.0000001,0.0000001"
    })
    void printsNumbersExactlyAndIntegersWithoutAFraction(String recorded, String printed) {
        var player = "amount " + recorded;
        record(ParticipationBuilder.by(player, "s").amount(recorded));

        assertThat(history(player, "").text())
                .contains("\"buyInStake\":" + printed + ",\"amountWon\":" + printed + "}");
    }

    @Test
    void e51_storesARepeatedResultOnceAndAppliesACorrectionByRevision() {
        var won = ParticipationBuilder.by("corrected", "match").inRevision(1);

        assertThat(record(won)).isEqualTo(WriteStatus.STORED);
        assertThat(record(won)).isEqualTo(WriteStatus.DUPLICATE);
        assertThat(record(won.ended("Disqualified").inRevision(3))).isEqualTo(WriteStatus.CORRECTED);
        assertThat(record(won.inRevision(2))).isEqualTo(WriteStatus.STALE);
        assertThat(results(history("corrected", ""))).containsExactly("Disqualified");
    }

    @Test
    void aPlayerSeesOnlyTheirOwnParticipations() {
        record(ParticipationBuilder.by("mine", "s"));

        assertThat(results(history("someone else", ""))).isEmpty();
        assertThat(results(platform.send(Request.history("").by(token("another issuer", "mine")))))
                .isEmpty();
    }

    private void assertRejected(String player, String query) {
        var answer = history(player, query);
        assertThat(answer.status()).as(query).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("BAD_REQUEST");
    }

    /** Follows the cursors to the last page and returns the results of each page. */
    private List<List<String>> pages(String player, String query) {
        var pages = new ArrayList<List<String>>();
        var next = query;
        do {
            var page = history(player, next);
            pages.add(results(page));
            next = cursor(page) == null ? null : query + "&cursor=" + cursor(page);
        } while (next != null);
        return pages;
    }

    private static String cursor(Answer page) {
        return page.header("X-Next-Cursor");
    }

    private static List<String> results(Answer page) {
        return page.array().stream()
                .map(participation -> ((JsonObject) participation).getString("result"))
                .toList();
    }

    private Answer history(String player, String query) {
        return platform.send(Request.history(query).by(token(player)));
    }

    private WriteStatus record(ParticipationBuilder played) {
        return platform.call(AnalyticsOperations.RECORD_PARTICIPATION, played.request())
                .status();
    }
}
