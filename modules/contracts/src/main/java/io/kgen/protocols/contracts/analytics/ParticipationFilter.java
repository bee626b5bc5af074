package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.contracts.PlayerId;
import java.time.Instant;

/** Which of a player's participations are meant: those that meet every condition that is not null. */
public sealed interface ParticipationFilter permits ListParticipations, SummarizeParticipations {

    PlayerId player();

    /** The first moment that counts. A participation without a time lies in no period. */
    Instant from();

    /** The first moment that no longer counts. */
    Instant to();

    /** Exactly this type. */
    String type();

    /** Exactly this mode. */
    String mode();

    /** Exactly this result. */
    String result();
}
