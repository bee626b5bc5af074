package io.kgen.protocols.contracts.analytics;

import java.time.Instant;

/**
 * A participation was stored or corrected.
 *
 * @param at when it was known to be stored, by the clock of the node that stored it
 */
public record ParticipationRecorded(String issuer, String userId, String source, String sourceId, Instant at) {}
