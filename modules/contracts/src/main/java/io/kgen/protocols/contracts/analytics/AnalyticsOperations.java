package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import java.time.Duration;
import java.util.List;

/** The operations of the analytics module. */
public final class AnalyticsOperations {

    /** The reply means that the event is committed. {@code CONFLICT} if the key was stored with other content. */
    public static final Operation<RecordEvent, RecordEventReply> RECORD_EVENT = Operation.of(
                    "analytics.event.record", RecordEvent.class, RecordEventReply.class)
            .idempotentIf(event -> event.key() != null);

    /** The reply has a result for each event; the events with the status stored or duplicate are committed. */
    public static final Operation<RecordEvents, RecordEventsReply> RECORD_EVENTS = Operation.of(
                    "analytics.events.record", RecordEvents.class, RecordEventsReply.class)
            .idempotentIf(RecordEvents::allHaveKeys)
            .withRequestParser(RecordEvents::parse);

    /** {@code CONFLICT} if the same revision of the participation was recorded with other content. */
    public static final Operation<RecordParticipation, RecordParticipationReply> RECORD_PARTICIPATION = Operation.of(
                    "analytics.participation.record", RecordParticipation.class, RecordParticipationReply.class)
            .idempotent();

    /** Newest first, in pages. {@code INVALID} for a cursor that does not match this player and these filters. */
    public static final Operation<ListParticipations, ParticipationPage> LIST_PARTICIPATIONS = Operation.of(
                    "analytics.participation.history", ListParticipations.class, ParticipationPage.class)
            .idempotent();

    /** Over the same participations as {@link #LIST_PARTICIPATIONS} with the same filters. */
    public static final Operation<SummarizeParticipations, ParticipationSummary> PARTICIPATION_SUMMARY = Operation.of(
                    "analytics.participation.summary", SummarizeParticipations.class, ParticipationSummary.class)
            .idempotent();

    /**
     * Erases events, keys and participations. It reads all partitions of the events, so it may take minutes; after a timeout
     * the work that is done stays done, and a repeated call continues it. {@code BusClient} does not repeat it by itself,
     * because that would read all partitions twice.
     */
    public static final Operation<ErasePlayer, ErasePlayerReply> ERASE = Operation.of(
                    "analytics.erase", ErasePlayer.class, ErasePlayerReply.class)
            .withTimeout(Duration.ofMinutes(10));

    public static final List<Operation<?, ?>> ALL = List.of(
            RECORD_EVENT, RECORD_EVENTS, RECORD_PARTICIPATION, LIST_PARTICIPATIONS, PARTICIPATION_SUMMARY, ERASE);

    private AnalyticsOperations() {}
}
