package io.kgen.protocols.analytics.participations;

import java.time.Instant;

/**
 * The position of a row in the history of a player, which is sorted by time and id.
 *
 * @param occurredAt to the microsecond; null for a row without a time, which is sorted last
 * @param id distinguishes rows with the same time
 */
record KeysetPosition(Instant occurredAt, long id) {}
