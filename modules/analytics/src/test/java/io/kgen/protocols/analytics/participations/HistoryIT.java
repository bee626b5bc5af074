package io.kgen.protocols.analytics.participations;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.LIST_PARTICIPATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsHarness;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.sandbox.Sandbox;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For every page size, the pages of a history contain each match once and in order. */
class HistoryIT extends HistoryFixture {

    private static final int SAME = 7;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, SAME - 1, SAME, SAME + 1, 200})
    void e50_pagesContainMatchesOfTheSameTimeOnce(int limit) {
        IntStream.rangeClosed(1, SAME).forEach(i -> record(i, NOON));

        assertThat(pages(query().limit(limit))).containsExactly(7, 6, 5, 4, 3, 2, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, SAME - 1, SAME, SAME + 1, 200})
    void e50_pagesContainMatchesWithoutATimeOnceAndLast(int limit) {
        record(1, null);
        record(2, NOON);
        record(3, null);
        record(4, NOON.plusSeconds(60));
        record(5, Instant.parse("0001-01-01T00:00:00Z"));
        record(6, null);
        record(7, Instant.parse("9999-12-31T23:59:59.999999Z"));

        assertThat(pages(query().limit(limit))).containsExactly(7, 4, 2, 5, 6, 3, 1);
    }

    @Test
    void e50_onlyAPageBeforeTheLastHasACursor() {
        record(1, NOON);
        record(2, NOON);

        assertThat(list(query().limit(1)).nextCursor()).isNotNull();
        assertThat(list(query().limit(2)).nextCursor()).isNull();
        assertThat(list(query().limit(3)).nextCursor()).isNull();
        assertThat(list(query().user("unknown")).nextCursor()).isNull();
    }

    @Test
    void e50_anInsertBetweenPagesNeitherHidesNorRepeatsAnotherRow() {
        IntStream.rangeClosed(1, 4).forEach(i -> record(i, NOON));
        var first = list(query().limit(2));
        record(5, NOON);
        record(6, NOON.minusSeconds(1));
        record(7, NOON.plusSeconds(1));
        var rest = list(query().limit(10).cursor(first.nextCursor()));

        assertThat(numbers(first)).containsExactly(4, 3);
        assertThat(numbers(rest)).containsExactly(2, 1, 6);
    }

    @Test
    void e50_aCorrectionBetweenPagesMovesOnlyItsOwnRow() {
        IntStream.rangeClosed(1, 5).forEach(i -> record(i, NOON.plusSeconds(i)));
        var first = list(query().limit(2));
        correct(2, NOON.plusSeconds(60));
        correct(5, NOON);

        assertThat(numbers(first)).containsExactly(5, 4);
        assertThat(numbers(list(query().cursor(first.nextCursor())))).containsExactly(3, 1, 5);
    }

    @Test
    void e50_pagesContainMatchesWithinAMicrosecondOnce() {
        IntStream.rangeClosed(1, 5).forEach(i -> record(i, NOON.plusNanos(100L * i)));

        assertThat(pages(query().limit(1))).containsExactly(5, 4, 3, 2, 1);
    }

    @Test
    void e50_rejectsAForgedCursorAndACursorOfAnotherQuery() {
        IntStream.rangeClosed(1, 3).forEach(i -> record(i, NOON));
        var cursor = list(query().limit(1)).nextCursor();
        var forged = (cursor.startsWith("A") ? "B" : "A") + cursor.substring(1);

        assertThat(failureOf(query().cursor(forged))).isEqualTo(FailureCode.INVALID);
        assertThat(failureOf(query().cursor("garbage"))).isEqualTo(FailureCode.INVALID);
        assertThat(failureOf(query().cursor(""))).isEqualTo(FailureCode.INVALID);
        assertThat(failureOf(query().cursor(cursor).user("another"))).isEqualTo(FailureCode.INVALID);
        assertThat(failureOf(query().cursor(cursor).mode("Quick"))).isEqualTo(FailureCode.INVALID);
        assertThat(failureOf(query().cursor(cursor))).isNull();
    }

    @Test
    void e50_aCursorOfOneNodeIsValidOnAnother(Sandbox sandbox) {
        IntStream.rangeClosed(1, 3).forEach(i -> record(i, NOON));
        var cursor = list(query().limit(1)).nextCursor();
        try (var another = AnalyticsHarness.on(sandbox.postgres(), 1)) {
            var next = another.callAndAwait(
                    LIST_PARTICIPATIONS, query().cursor(cursor).build());

            assertThat(numbers(next)).containsExactly(2, 1);
        }
    }
}
