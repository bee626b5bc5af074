package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.contracts.PlayerId;
import java.time.Instant;

/** Selects the participations of a player that match every condition that is not null. */
public sealed interface ParticipationFilter permits ListParticipations, SummarizeParticipations {

    PlayerId player();

    /** The first included time. A participation without a time is in no period. */
    Instant from();

    /** The first excluded time. */
    Instant to();

    /** Exactly this type. */
    String type();

    /** Exactly this mode. */
    String mode();

    /** Exactly this result. */
    String result();
}
