package io.kgen.protocols.analytics;

import io.kgen.protocols.contracts.Call;
import io.kgen.protocols.contracts.analytics.FindParticipations;
import io.kgen.protocols.contracts.analytics.ParticipationRecorded;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.contracts.analytics.Participations;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.RecordStatus;
import io.kgen.protocols.contracts.analytics.RecordedParticipation;
import io.kgen.protocols.contracts.analytics.SummarizeParticipations;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The rules of how players have fared: what is recorded once, how a history is paged, what it adds up to. */
final class ParticipationHistory {

    private final PgParticipations participations;
    private final PgSummaries summaries;
    private final PgCursorKey cursorKey;
    private final Consumer<RecordedParticipation> listeners;

    ParticipationHistory(
            PgParticipations participations,
            PgSummaries summaries,
            PgCursorKey cursorKey,
            Consumer<RecordedParticipation> listeners) {
        this.participations = participations;
        this.summaries = summaries;
        this.cursorKey = cursorKey;
        this.listeners = listeners;
    }

    Future<ParticipationRecorded> record(RecordParticipation participation, Call call) {
        return participations
                .record(participation, call.deadline())
                .onSuccess(status -> tell(participation, status))
                .map(ParticipationRecorded::new);
    }

    Future<Participations> page(FindParticipations query) {
        return cursorKey.seal().compose(seal -> page(query, seal));
    }

    Future<ParticipationSummary> summary(SummarizeParticipations query) {
        return summaries.summarize(query);
    }

    private void tell(RecordParticipation participation, RecordStatus status) {
        if (status == RecordStatus.STORED || status == RecordStatus.CORRECTED) {
            listeners.accept(new RecordedParticipation(
                    participation.issuer(),
                    participation.userId(),
                    participation.source(),
                    participation.sourceId(),
                    Instant.now()));
        }
    }

    private Future<Participations> page(FindParticipations query, CursorSeal seal) {
        var after = query.cursor() == null ? null : seal.open(query.cursor(), query);
        // One more than asked for says whether there is a next page.
        return participations.find(query, after, query.limit() + 1).map(rows -> page(query, seal, rows));
    }

    private static Participations page(FindParticipations query, CursorSeal seal, List<HistoryRow> rows) {
        var hasNext = rows.size() > query.limit();
        var shown = hasNext ? rows.subList(0, query.limit()) : rows;
        var next = hasNext ? seal.seal(shown.get(shown.size() - 1).position(), query) : null;
        return new Participations(shown.stream().map(HistoryRow::participation).toList(), next);
    }
}
