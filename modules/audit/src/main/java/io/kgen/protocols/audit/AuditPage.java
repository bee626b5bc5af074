package io.kgen.protocols.audit;

import java.util.List;

/**
 * Entries, newest first.
 *
 * @param next the cursor of the next page; null if this is the last one
 */
public record AuditPage(List<AuditRecord> entries, Long next) {

    public AuditPage {
        entries = List.copyOf(entries);
    }
}
