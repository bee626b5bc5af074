package io.kgen.protocols.contracts.analytics;

import java.time.Instant;

/**
 * An event was stored for the first time.
 *
 * @param at when it was known to be stored, by the clock of the node that stored it
 */
public record EventRecorded(String issuer, String userId, String eventId, Instant at) {}
