package io.kgen.protocols.analytics.participations;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static io.kgen.protocols.contracts.analytics.WriteStatus.CORRECTED;
import static io.kgen.protocols.contracts.analytics.WriteStatus.DUPLICATE;
import static io.kgen.protocols.contracts.analytics.WriteStatus.STALE;
import static io.kgen.protocols.contracts.analytics.WriteStatus.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.RecordParticipationReply;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A participation that is sent again: unchanged, changed, corrected, late or concurrently (E51). */
class CorrectionsIT extends ParticipationsFixture {

    @Test
    void e51_equalAmountsInOtherNotationsAreADuplicate() {
        record(won("500", 0));

        assertThat(record(won("500", 0))).isEqualTo(DUPLICATE);
        assertThat(record(won("500.00", 0))).isEqualTo(DUPLICATE);
        assertThat(record(won("5E+2", 0))).isEqualTo(DUPLICATE);
        assertThat(history("user")).hasSize(1);
    }

    @Test
    void e51_aTimeInNanosecondsIsADuplicateWhenSentAgain() {
        var fine = NOON.plusNanos(123_456_789);
        record(at(fine));

        assertThat(record(at(fine))).isEqualTo(DUPLICATE);
        assertThat(history("user").get(0).occurredAt()).isEqualTo(NOON.plusNanos(123_456_000));
    }

    @Test
    void e51_aMissingTimeEqualsAMissingTimeButNotATime() {
        record(at(null));

        assertThat(record(at(null))).isEqualTo(DUPLICATE);
        assertThat(failureOf(at(NOON))).isEqualTo(FailureCode.CONFLICT);
    }

    @Test
    void e51_aChangedFieldIsAConflictAndNotASecondRow() {
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
                new PlayerId("issuer", "another user"),
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
    void e51_storesOneOfManyConcurrentCopies() {
        var statuses = statuses(Stream.generate(() -> won("500", 0)).limit(20));

        assertThat(statuses.stream().filter(STORED::equals)).hasSize(1);
        assertThat(statuses.stream().filter(DUPLICATE::equals)).hasSize(19);
        assertThat(amounts()).containsExactly("500");
    }

    @Test
    void e51_storesTheHighestOfManyConcurrentRevisions() {
        var revisions = LongStream.of(3, 19, 0, 7, 12, 20, 1, 15, 4, 18, 9, 2, 17, 6, 11);
        var statuses = statuses(revisions.mapToObj(revision -> won(Long.toString(revision), revision)));

        assertThat(statuses).doesNotContain(DUPLICATE);
        assertThat(statuses.stream().filter(STORED::equals)).hasSize(1);
        assertThat(amounts()).containsExactly("20");
    }

    private static FailureCode failureOf(RecordParticipation participation) {
        return analytics.failureOf(RECORD_PARTICIPATION, participation);
    }

    /** The results of calls that are in flight at the same time. */
    private static List<WriteStatus> statuses(Stream<RecordParticipation> participations) {
        var calls = participations
                .map(participation -> analytics.call(RECORD_PARTICIPATION, participation))
                .toList();
        return Future.all(calls).await().<RecordParticipationReply>list().stream()
                .map(RecordParticipationReply::status)
                .toList();
    }

    private static RecordParticipation at(Instant occurredAt) {
        return participation("issuer", "arena", "match-1", 0, occurredAt, "500");
    }

    private static RecordParticipation of(String userId, RecordParticipation original) {
        return new RecordParticipation(
                new PlayerId(original.player().issuer(), userId),
                original.source(),
                original.sourceId(),
                original.revision(),
                original.type(),
                original.typeValue(),
                original.result(),
                original.occurredAt(),
                original.mode(),
                original.buyInStake(),
                original.amountWon());
    }
}
