package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.Topic;

/** The topics of the analytics module. Events are published after the commit, and not for a duplicate. */
public final class AnalyticsTopics {

    public static final Topic<EventRecorded> EVENT_RECORDED = Topic.of("analytics.event.recorded", EventRecorded.class);

    public static final Topic<ParticipationRecorded> PARTICIPATION_RECORDED =
            Topic.of("analytics.participation.recorded", ParticipationRecorded.class);

    private AnalyticsTopics() {}
}
