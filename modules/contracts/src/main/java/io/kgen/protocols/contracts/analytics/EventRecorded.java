package io.kgen.protocols.contracts.analytics;

import java.time.Instant;

/**
 * An event was stored for the first time.
 *
 * @param at the time of the commit, by the clock of the node that stored the event
 */
public record EventRecorded(String issuer, String userId, String eventId, Instant at) {}
