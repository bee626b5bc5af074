package io.kgen.protocols.analytics.participations;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.LIST_PARTICIPATIONS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;

import io.kgen.protocols.analytics.AnalyticsFixture;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.ParticipationPage;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A history of matches, each identified by its {@code typeValue}. */
abstract class HistoryFixture extends AnalyticsFixture {

    static final Instant NOON = Instant.parse("2021-06-01T12:00:00Z");

    @BeforeEach
    void empty() {
        analytics.sql("TRUNCATE analytics.participation");
    }

    /** The numbers of all pages in their order. */
    static List<Integer> pages(Query query) {
        var numbers = new ArrayList<Integer>();
        for (var page = list(query); ; page = list(query.cursor(page.nextCursor()))) {
            numbers.addAll(numbers(page));
            if (page.nextCursor() == null) {
                return numbers;
            }
        }
    }

    static ParticipationPage list(Query query) {
        return analytics.callAndAwait(LIST_PARTICIPATIONS, query.build());
    }

    static FailureCode failureOf(Query query) {
        return analytics.failureOf(LIST_PARTICIPATIONS, query.build());
    }

    static List<Integer> numbers(ParticipationPage page) {
        return page.participations().stream()
                .map(Participation::typeValue)
                .map(BigDecimal::intValueExact)
                .toList();
    }

    static void record(int number, Instant occurredAt) {
        record(number, occurredAt, "Tournament", "Quick", "Won");
    }

    static void record(int number, Instant occurredAt, String type, String mode, String result) {
        record(number, 0, occurredAt, type, mode, result);
    }

    static void record(int number, long revision, Instant occurredAt, String type, String mode, String result) {
        analytics.callAndAwait(
                RECORD_PARTICIPATION,
                new RecordParticipation(
                        new PlayerId("issuer", "user"),
                        "arena",
                        "match-" + number,
                        revision,
                        type,
                        BigDecimal.valueOf(number),
                        result,
                        occurredAt,
                        mode,
                        BigDecimal.ONE,
                        BigDecimal.TEN));
    }

    static void correct(int number, Instant occurredAt) {
        record(number, 1, occurredAt, "Tournament", "Quick", "Won");
    }

    static Query query() {
        return new Query("issuer", "user", null, null, null, null, null, null, null);
    }
}
