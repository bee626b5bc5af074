package io.kgen.protocols.analytics.participations;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.LIST_PARTICIPATIONS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;

import io.kgen.protocols.analytics.AnalyticsFixture;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Records participations in one or several matches and reads the history. */
abstract class ParticipationsFixture extends AnalyticsFixture {

    static final Instant NOON = Instant.parse("2021-06-01T12:00:00Z");

    @BeforeEach
    void empty() {
        analytics.sql("TRUNCATE analytics.participation");
    }

    static WriteStatus record(RecordParticipation participation) {
        return analytics.callAndAwait(RECORD_PARTICIPATION, participation).status();
    }

    static List<Participation> history(String userId) {
        var query = ListParticipations.builder(new PlayerId("issuer", userId)).build();
        return analytics.callAndAwait(LIST_PARTICIPATIONS, query).participations();
    }

    static List<String> amounts() {
        return analytics.sql("SELECT amount_won::text FROM analytics.participation");
    }

    static RecordParticipation withIdentity(String issuer, String source, String sourceId) {
        return withIdentity(issuer, source, sourceId, "500");
    }

    static RecordParticipation withIdentity(String issuer, String source, String sourceId, String amountWon) {
        return participation(issuer, source, sourceId, 0, NOON, amountWon);
    }

    static RecordParticipation participation(
            String issuer, String source, String sourceId, long revision, Instant occurredAt, String amountWon) {
        return new RecordParticipation(
                new PlayerId(issuer, "user"),
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

    static RecordParticipation won(String amountWon, long revision) {
        return participation("issuer", "arena", "match-1", revision, NOON, amountWon);
    }
}
