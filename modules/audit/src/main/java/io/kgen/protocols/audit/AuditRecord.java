package io.kgen.protocols.audit;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * An entry as it was written.
 *
 * @param id in the order in which the entries were written
 * @param issuer null if the action is not about a player
 * @param playerHash in hexadecimal; null if the action is not about a player
 * @param requestId null if no request caused it
 */
public record AuditRecord(
        long id,
        Instant occurredAt,
        String actor,
        String action,
        String issuer,
        String playerHash,
        String requestId,
        JsonObject details) {}
