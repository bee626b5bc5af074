package io.kgen.protocols.contracts.analytics;

import java.util.List;

/**
 * A page of participations, newest first, those without a time last.
 *
 * @param nextCursor the cursor of the next page, or null if this is the last page
 */
public record ParticipationPage(List<Participation> participations, String nextCursor) {

    public ParticipationPage {
        participations = List.copyOf(participations);
    }
}
