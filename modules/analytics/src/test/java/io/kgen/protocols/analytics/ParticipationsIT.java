package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.PARTICIPATION_HISTORY;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static io.kgen.protocols.contracts.analytics.RecordStatus.CORRECTED;
import static io.kgen.protocols.contracts.analytics.RecordStatus.DUPLICATE;
import static io.kgen.protocols.contracts.analytics.RecordStatus.STALE;
import static io.kgen.protocols.contracts.analytics.RecordStatus.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.analytics.FindParticipations;
import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.ParticipationRecorded;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.RecordStatus;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class ParticipationsIT {

    private static final Instant NOON = Instant.parse("2021-06-01T12:00:00Z");

    private static Deployed analytics;

    @BeforeAll
    static void deploy(Sandbox sandbox) {
        analytics = Deployed.on(sandbox);
    }

    @AfterAll
    static void undeploy() {
        analytics.close();
    }

    @BeforeEach
    void empty() {
        analytics.sql("TRUNCATE analytics.participation");
    }

    @Test
    void whatIsRecordedIsTheHistory() {
        assertThat(record(won("500", 0))).isEqualTo(STORED);

        assertThat(history("user"))
                .containsExactly(new Participation(
                        "Tournament",
                        new BigDecimal("5"),
                        "Won",
                        NOON,
                        "Quick",
                        new BigDecimal("100"),
                        new BigDecimal("500")));
    }

    @Test
    void e51_theSameSentAgainIsADuplicateHoweverItsNumbersAreWritten() {
        record(won("500", 0));

        assertThat(record(won("500", 0))).isEqualTo(DUPLICATE);
        assertThat(record(won("500.00", 0))).isEqualTo(DUPLICATE);
        assertThat(record(won("5E+2", 0))).isEqualTo(DUPLICATE);
        assertThat(history("user")).hasSize(1);
    }

    @Test
    void e51_aTimeFinerThanAMicrosecondIsTheSameWhenSentAgain() {
        var fine = NOON.plusNanos(123_456_789);
        record(at(fine));

        assertThat(record(at(fine))).isEqualTo(DUPLICATE);
        assertThat(history("user").get(0).occurredAt()).isEqualTo(NOON.plusNanos(123_456_000));
    }

    @Test
    void e51_noTimeIsTheSameAsNoTimeAndOtherThanATime() {
        record(at(null));

        assertThat(record(at(null))).isEqualTo(DUPLICATE);
        assertThat(failureOf(at(NOON))).isEqualTo(FailureCode.CONFLICT);
    }

    @Test
    void e51_aMutableFieldThatChangedNeverMakesASecondRow() {
        record(won("500", 0));

        assertThat(failureOf(won("501", 0))).isEqualTo(FailureCode.CONFLICT);
        assertThat(failureOf(of("another user", won("500", 0)))).isEqualTo(FailureCode.CONFLICT);
        assertThat(amounts()).containsExactly("500");
    }

    @Test
    void e51_aHigherRevisionCorrectsAndALowerOneIsStale() {
        record(won("500", 1));

        assertThat(record(won("400", 7))).isEqualTo(CORRECTED);
        assertThat(record(won("300", 2))).isEqualTo(STALE);
        assertThat(record(won("500", 1))).isEqualTo(STALE);
        assertThat(record(won("400", 7))).isEqualTo(DUPLICATE);
        assertThat(failureOf(won("500", 7))).isEqualTo(FailureCode.CONFLICT);
        assertThat(amounts()).containsExactly("400");
    }

    @Test
    void e51_aCorrectionReplacesEveryField() {
        record(won("500", 0));
        var corrected = new RecordParticipation(
                "issuer",
                "another user",
                "arena",
                "match-1",
                1L,
                "League",
                new BigDecimal("1.5"),
                "You Lost",
                NOON.plusSeconds(1),
                "Slow",
                new BigDecimal("0.10"),
                BigDecimal.ZERO);

        assertThat(record(corrected)).isEqualTo(CORRECTED);
        assertThat(history("user")).isEmpty();
        assertThat(history("another user"))
                .containsExactly(new Participation(
                        "League",
                        new BigDecimal("1.5"),
                        "You Lost",
                        NOON.plusSeconds(1),
                        "Slow",
                        new BigDecimal("0.10"),
                        BigDecimal.ZERO));
    }

    @Test
    void e51_identityIsIssuerSourceAndSourceId() {
        assertThat(record(identified("issuer", "arena", "1"))).isEqualTo(STORED);
        assertThat(record(identified("another", "arena", "1"))).isEqualTo(STORED);
        assertThat(record(identified("issuer", "another", "1"))).isEqualTo(STORED);
        assertThat(record(identified("issuer", "arena", "2"))).isEqualTo(STORED);
        assertThat(history("user")).hasSize(3);
    }

    @Test
    void e51_ofManyAtOnceOneIsStoredAndTheOthersAreDuplicates() {
        var statuses = statuses(Stream.generate(() -> won("500", 0)).limit(20));

        assertThat(statuses.stream().filter(STORED::equals)).hasSize(1);
        assertThat(statuses.stream().filter(DUPLICATE::equals)).hasSize(19);
        assertThat(amounts()).containsExactly("500");
    }

    @Test
    void e51_ofManyRevisionsAtOnceTheHighestWins() {
        var revisions = LongStream.of(3, 19, 0, 7, 12, 20, 1, 15, 4, 18, 9, 2, 17, 6, 11);
        var statuses = statuses(revisions.mapToObj(revision -> won(Long.toString(revision), revision)));

        assertThat(statuses).doesNotContain(DUPLICATE);
        assertThat(statuses.stream().filter(STORED::equals)).hasSize(1);
        assertThat(amounts()).containsExactly("20");
    }

    @Test
    void e51_amountsAndTheirSumsAreExact() {
        var long38 = "12345678901234567890.123456789012345678";
        LongStream.range(0, 10).forEach(i -> record(identified("issuer", "arena", "tenth-" + i, "0.1")));
        record(identified("issuer", "arena", "long", long38));
        record(identified("issuer", "arena", "minus", "-1.0"));

        assertThat(analytics.sql("SELECT sum(amount_won) FROM analytics.participation"))
                .containsExactly(long38);
        assertThat(history("user").stream().map(Participation::amountWon).reduce(BigDecimal::add))
                .contains(new BigDecimal(long38));
    }

    @Test
    void aCallerWithoutOurClassesSeesPlainJson() {
        var participation = new JsonObject()
                .put("issuer", "issuer")
                .put("userId", "user")
                .put("source", "arena")
                .put("sourceId", "match-1")
                .put("type", "Tournament")
                .put("typeValue", 5)
                .put("result", "Won")
                .put("occurredAt", "2021-06-01T14:00:00+02:00")
                .put("mode", "Quick")
                .put("buyInStake", new BigDecimal("0.10"))
                .put("amountWon", new BigDecimal("1234567890123456.789"));
        var asked = new JsonObject().put("issuer", "issuer").put("userId", "user");

        assertThat(analytics.askInJson(RECORD_PARTICIPATION, participation))
                .isEqualTo(new JsonObject().put("status", "stored"));
        assertThat(analytics.askInJson(PARTICIPATION_HISTORY, asked))
                .isEqualTo(new JsonObject()
                        .put(
                                "participations",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("type", "Tournament")
                                                .put("typeValue", 5)
                                                .put("result", "Won")
                                                .put("occurredAt", "2021-06-01T12:00:00Z")
                                                .put("mode", "Quick")
                                                .put("buyInStake", new BigDecimal("0.10"))
                                                .put("amountWon", new BigDecimal("1234567890123456.789")))));
    }

    private static RecordStatus record(RecordParticipation participation) {
        return analytics.ask(RECORD_PARTICIPATION, participation).status();
    }

    private static FailureCode failureOf(RecordParticipation participation) {
        return analytics.failureOf(RECORD_PARTICIPATION, participation);
    }

    /** What calls that are all under way at once are told. */
    private static List<RecordStatus> statuses(Stream<RecordParticipation> participations) {
        var calls = participations
                .map(participation -> analytics.call(RECORD_PARTICIPATION, participation))
                .toList();
        return Future.all(calls).await().<ParticipationRecorded>list().stream()
                .map(ParticipationRecorded::status)
                .toList();
    }

    private static List<Participation> history(String userId) {
        var query = new FindParticipations("issuer", userId, null, null, null, null, null, null, null);
        return analytics.ask(PARTICIPATION_HISTORY, query).participations();
    }

    private static List<String> amounts() {
        return analytics.sql("SELECT amount_won::text FROM analytics.participation");
    }

    private static RecordParticipation won(String amountWon, long revision) {
        return participation("issuer", "arena", "match-1", revision, NOON, amountWon);
    }

    private static RecordParticipation at(Instant occurredAt) {
        return participation("issuer", "arena", "match-1", 0, occurredAt, "500");
    }

    private static RecordParticipation identified(String issuer, String source, String sourceId) {
        return identified(issuer, source, sourceId, "500");
    }

    private static RecordParticipation identified(String issuer, String source, String sourceId, String amountWon) {
        return participation(issuer, source, sourceId, 0, NOON, amountWon);
    }

    private static RecordParticipation of(String userId, RecordParticipation like) {
        return new RecordParticipation(
                like.issuer(),
                userId,
                like.source(),
                like.sourceId(),
                like.revision(),
                like.type(),
                like.typeValue(),
                like.result(),
                like.occurredAt(),
                like.mode(),
                like.buyInStake(),
                like.amountWon());
    }

    private static RecordParticipation participation(
            String issuer, String source, String sourceId, long revision, Instant occurredAt, String amountWon) {
        return new RecordParticipation(
                issuer,
                "user",
                source,
                sourceId,
                revision,
                "Tournament",
                new BigDecimal("5"),
                "Won",
                occurredAt,
                "Quick",
                new BigDecimal("100"),
                new BigDecimal(amountWon));
    }
}
