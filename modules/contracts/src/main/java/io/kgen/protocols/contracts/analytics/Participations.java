package io.kgen.protocols.contracts.analytics;

import java.util.List;

/**
 * A page of participations, newest first, those without a time last.
 *
 * @param nextCursor asks for the next page, or null when this is the last
 */
public record Participations(List<Participation> participations, String nextCursor) {

    public Participations {
        participations = List.copyOf(participations);
    }
}
