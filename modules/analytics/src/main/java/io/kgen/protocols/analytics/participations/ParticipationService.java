package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.ParticipationPage;
import io.kgen.protocols.contracts.analytics.ParticipationRecorded;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.RecordParticipationReply;
import io.kgen.protocols.contracts.analytics.SummarizeParticipations;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The rules of how players have fared: what is recorded once, how a history is paged, what it adds up to. */
public final class ParticipationService {

    private final PgParticipations participations;
    private final PgSummaries summaries;
    private final PgCursorKey cursorKey;
    private final Consumer<ParticipationRecorded> listeners;

    public ParticipationService(
            PgParticipations participations,
            PgSummaries summaries,
            PgCursorKey cursorKey,
            Consumer<ParticipationRecorded> listeners) {
        this.participations = participations;
        this.summaries = summaries;
        this.cursorKey = cursorKey;
        this.listeners = listeners;
    }

    public Future<RecordParticipationReply> record(RecordParticipation participation, CallContext call) {
        return participations
                .record(participation, call.deadline())
                .onSuccess(status -> tell(participation, status))
                .map(RecordParticipationReply::new);
    }

    public Future<ParticipationPage> page(ListParticipations query) {
        return cursorKey.seal().compose(seal -> page(query, seal));
    }

    public Future<ParticipationSummary> summary(SummarizeParticipations query) {
        return summaries.summarize(query);
    }

    private void tell(RecordParticipation participation, WriteStatus status) {
        if (status == WriteStatus.STORED || status == WriteStatus.CORRECTED) {
            listeners.accept(new ParticipationRecorded(
                    participation.player().issuer(),
                    participation.player().userId(),
                    participation.source(),
                    participation.sourceId(),
                    Instant.now()));
        }
    }

    private Future<ParticipationPage> page(ListParticipations query, CursorSigner seal) {
        var after = query.cursor() == null ? null : seal.open(query.cursor(), query);
        // One more than asked for says whether there is a next page.
        return participations.find(query, after, query.limit() + 1).map(rows -> page(query, seal, rows));
    }

    private static ParticipationPage page(ListParticipations query, CursorSigner seal, List<HistoryRow> rows) {
        var hasNext = rows.size() > query.limit();
        var shown = hasNext ? rows.subList(0, query.limit()) : rows;
        var next = hasNext ? seal.seal(shown.get(shown.size() - 1).position(), query) : null;
        return new ParticipationPage(
                shown.stream().map(HistoryRow::participation).toList(), next);
    }
}
