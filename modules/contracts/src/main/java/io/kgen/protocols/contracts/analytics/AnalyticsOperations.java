package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import java.time.Duration;

/** What the analytics module can be asked. */
public final class AnalyticsOperations {

    /** The reply means that the event is committed. {@code CONFLICT} for a known key with other content. */
    public static final Operation<RecordEvent, RecordEventReply> RECORD_EVENT = Operation.of(
                    "analytics.event.record", RecordEvent.class, RecordEventReply.class)
            .idempotentIf(event -> event.key() != null);

    /** The reply says what became of each event; those that it calls stored or duplicate are committed. */
    public static final Operation<RecordEvents, RecordEventsReply> RECORD_EVENTS = Operation.of(
                    "analytics.events.record", RecordEvents.class, RecordEventsReply.class)
            .idempotentIf(RecordEvents::allHaveKeys)
            .withRequestParser(RecordEvents::parse);

    /** {@code CONFLICT} for a known participation at the same revision with other content. */
    public static final Operation<RecordParticipation, RecordParticipationReply> RECORD_PARTICIPATION = Operation.of(
                    "analytics.participation.record", RecordParticipation.class, RecordParticipationReply.class)
            .idempotent();

    /** Newest first, page by page; {@code INVALID} for a cursor that was not made for this player and these filters. */
    public static final Operation<ListParticipations, ParticipationPage> LIST_PARTICIPATIONS = Operation.of(
                    "analytics.participation.history", ListParticipations.class, ParticipationPage.class)
            .idempotent();

    /** Over the same participations as {@link #LIST_PARTICIPATIONS} with the same filters. */
    public static final Operation<SummarizeParticipations, ParticipationSummary> PARTICIPATION_SUMMARY = Operation.of(
                    "analytics.participation.summary", SummarizeParticipations.class, ParticipationSummary.class)
            .idempotent();

    /**
     * Erases events, keys and participations. Events are found by reading their partitions from end to end, so it may take
     * minutes; whoever no longer waits finds it done when asking again. Not repeatable by itself, since that would read them all twice.
     */
    public static final Operation<ErasePlayer, ErasePlayerReply> ERASE = Operation.of(
                    "analytics.erase", ErasePlayer.class, ErasePlayerReply.class)
            .withTimeout(Duration.ofMinutes(10));

    private AnalyticsOperations() {}
}
