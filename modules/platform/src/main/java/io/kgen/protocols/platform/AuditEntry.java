package io.kgen.protocols.platform;

import java.util.Map;

/**
 * An action of the platform team or of a node for the audit log. It must not contain personal data or secrets.
 *
 * @param actor who acted: {@code operator} or {@code node}
 * @param action what was done: one of the constants of {@link AuditTrail}
 * @param requestId of the request that caused it; empty if none did
 * @param details what was changed, such as the logger and its level: a few short texts, 2,000 characters together
 */
public record AuditEntry(String actor, String action, String requestId, Map<String, String> details) {

    public AuditEntry {
        details = Map.copyOf(details);
    }
}
