package io.kgen.protocols.analytics.participations;

import java.time.Instant;

/**
 * A place in a player's history: that of a row, which rows without a time and rows of one time have too.
 *
 * @param occurredAt to the microsecond; null in the part of the rows without a time, which is the last
 * @param id tells apart the rows of one time
 */
record KeysetPosition(Instant occurredAt, long id) {}
