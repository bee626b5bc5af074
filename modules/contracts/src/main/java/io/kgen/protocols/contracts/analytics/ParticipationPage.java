package io.kgen.protocols.contracts.analytics;

import java.util.List;

/**
 * A page of participations, newest first, those without a time last.
 *
 * @param nextCursor asks for the next page, or null when this is the last
 */
public record ParticipationPage(List<Participation> participations, String nextCursor) {

    public ParticipationPage {
        participations = List.copyOf(participations);
    }
}
