package io.kgen.protocols.audit;

import io.kgen.protocols.contracts.PlayerId;
import java.time.Instant;

/**
 * Which entries to list. Every filter may be null; filters are combined with AND.
 *
 * @param player whose entries, found by the hash
 * @param actor for example {@code operator} or {@code service:tournament}
 * @param from the first time, inclusive
 * @param to the end, exclusive
 */
public record AuditQuery(PlayerId player, String issuer, String actor, String action, Instant from, Instant to) {

    public static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null);
}
