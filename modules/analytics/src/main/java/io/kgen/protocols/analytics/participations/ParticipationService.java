package io.kgen.protocols.analytics.participations;

import static io.kgen.protocols.contracts.analytics.AnalyticsTopics.PARTICIPATION_RECORDED;

import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.ParticipationPage;
import io.kgen.protocols.contracts.analytics.ParticipationRecorded;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.RecordParticipationReply;
import io.kgen.protocols.contracts.analytics.SummarizeParticipations;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.postgres.PostgresClient;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Records participations once, lists them page by page and summarizes them. */
public final class ParticipationService {

    private final PgParticipations participations;
    private final PgSummaries summaries;
    private final PgCursorKey cursorKey;
    private final Consumer<ParticipationRecorded> publisher;

    ParticipationService(
            PgParticipations participations,
            PgSummaries summaries,
            PgCursorKey cursorKey,
            Consumer<ParticipationRecorded> publisher) {
        this.participations = participations;
        this.summaries = summaries;
        this.cursorKey = cursorKey;
        this.publisher = publisher;
    }

    /** On PostgreSQL, with a publication for each participation that is stored or corrected. */
    public static ParticipationService create(PostgresClient postgres, BusPublisher publisher) {
        return new ParticipationService(
                new PgParticipations(postgres),
                new PgSummaries(postgres),
                new PgCursorKey(postgres),
                publisher.publisher(PARTICIPATION_RECORDED));
    }

    public Future<RecordParticipationReply> record(RecordParticipation participation, CallContext call) {
        return participations
                .record(participation, call.deadline())
                .onSuccess(status -> publish(participation, status))
                .map(RecordParticipationReply::new);
    }

    public Future<ParticipationPage> list(ListParticipations query) {
        return cursorKey.signer().compose(signer -> list(query, signer));
    }

    public Future<ParticipationSummary> summarize(SummarizeParticipations query) {
        return summaries.summarize(query);
    }

    private void publish(RecordParticipation participation, WriteStatus status) {
        if (status == WriteStatus.STORED || status == WriteStatus.CORRECTED) {
            publisher.accept(new ParticipationRecorded(
                    participation.player().issuer(),
                    participation.player().userId(),
                    participation.source(),
                    participation.sourceId(),
                    Instant.now()));
        }
    }

    private Future<ParticipationPage> list(ListParticipations query, CursorSigner signer) {
        var after = query.cursor() == null ? null : signer.verify(query.cursor(), query);
        // The additional row shows whether there is a next page.
        return participations.find(query, after, query.limit() + 1).map(rows -> page(query, signer, rows));
    }

    private static ParticipationPage page(ListParticipations query, CursorSigner signer, List<HistoryRow> rows) {
        var hasNext = rows.size() > query.limit();
        var shown = hasNext ? rows.subList(0, query.limit()) : rows;
        var next = hasNext ? signer.sign(shown.get(shown.size() - 1).position(), query) : null;
        return new ParticipationPage(
                shown.stream().map(HistoryRow::participation).toList(), next);
    }
}
