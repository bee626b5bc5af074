package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.contracts.Notification;

/** What the analytics module publishes, each time after the commit and never for a duplicate. */
public final class AnalyticsNotifications {

    public static final Notification<RecordedEvent> EVENT_RECORDED =
            Notification.of("analytics.event.recorded", RecordedEvent.class);

    public static final Notification<RecordedParticipation> PARTICIPATION_RECORDED =
            Notification.of("analytics.participation.recorded", RecordedParticipation.class);

    private AnalyticsNotifications() {}
}
