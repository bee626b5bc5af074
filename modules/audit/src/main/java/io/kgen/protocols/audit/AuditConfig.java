package io.kgen.protocols.audit;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Secret;
import java.time.Duration;

/**
 * The configuration of the audit log.
 *
 * @param key of the hashes of players and phone numbers; empty for a random one that PostgreSQL keeps
 * @param retention after which an entry is deleted; 30 days or more
 */
public record AuditConfig(Secret key, Duration retention) {

    private static final int MIN_KEY_BYTES = 32;
    private static final Duration MIN_RETENTION = Duration.ofDays(30);

    /** Reads the section {@code audit}. */
    public static AuditConfig read(ConfigSection audit) {
        var key = audit.secret("key");
        if (!key.isEmpty() && key.byteLength() < MIN_KEY_BYTES) {
            audit.reject("key", "must be " + MIN_KEY_BYTES + " bytes or more");
        }
        var retention = audit.duration("retention");
        if (retention.compareTo(MIN_RETENTION) < 0) {
            audit.reject("retention", "must be at least 30d");
        }
        return new AuditConfig(key, retention);
    }
}
