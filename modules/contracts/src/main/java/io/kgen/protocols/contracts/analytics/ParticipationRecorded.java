package io.kgen.protocols.contracts.analytics;

import java.time.Instant;

/**
 * A participation was stored or corrected.
 *
 * @param at the time of the commit, by the clock of the node that stored the participation
 */
public record ParticipationRecorded(String issuer, String userId, String source, String sourceId, Instant at) {}
