package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;
import java.time.Instant;

/**
 * Asks for a page of a player's participations.
 *
 * @param limit 1 to 200; null means 100
 * @param cursor what the page before gave, or null for the first page
 * @param from first moment that counts, or null
 * @param to first moment that no longer counts, or null
 * @param type exactly this type, or null for any; likewise mode and result
 */
public record ListParticipations(
        String issuer,
        String userId,
        Integer limit,
        String cursor,
        Instant from,
        Instant to,
        String type,
        String mode,
        String result)
        implements ParticipationFilter {

    public static final int MAX_LIMIT = 200;

    static final int MAX_LABEL = 128;

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_CURSOR = 512;

    public ListParticipations {
        PlayerId.require(issuer, userId);
        limit = limit == null ? Integer.valueOf(DEFAULT_LIMIT) : limit;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ServiceException.invalid("limit", "must be between 1 and " + MAX_LIMIT);
        }
        Require.optionalText("cursor", cursor, MAX_CURSOR);
        Require.optionalTime("from", from);
        Require.optionalTime("to", to);
        Require.optionalText("type", type, MAX_LABEL);
        Require.optionalText("mode", mode, MAX_LABEL);
        Require.optionalText("result", result, MAX_LABEL);
    }

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
