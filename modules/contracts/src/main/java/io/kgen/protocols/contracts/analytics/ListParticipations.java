package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.Flattened;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;
import java.time.Instant;

/**
 * Lists a page of the participations of a player.
 *
 * @param limit 1 to 200; null means 100
 * @param cursor {@code nextCursor} of the previous page, or null for the first page
 * @param from the first included time, or null
 * @param to the first excluded time, or null
 * @param type an exact match, or null for all; also mode and result
 */
public record ListParticipations(
        @Flattened PlayerId player,
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
        Require.present("player", player);
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

    public static Builder builder(PlayerId player) {
        return new Builder(player);
    }

    /** Sets components by name; what is not set is absent. */
    public static final class Builder {

        private final PlayerId player;
        private Integer limit;
        private String cursor;
        private Instant from;
        private Instant to;
        private String type;
        private String mode;
        private String result;

        private Builder(PlayerId player) {
            this.player = player;
        }

        public Builder limit(Integer limit) {
            this.limit = limit;
            return this;
        }

        public Builder cursor(String cursor) {
            this.cursor = cursor;
            return this;
        }

        public Builder from(Instant from) {
            this.from = from;
            return this;
        }

        public Builder to(Instant to) {
            this.to = to;
            return this;
        }

        public Builder type(String type) {
            this.type = type;
            return this;
        }

        public Builder mode(String mode) {
            this.mode = mode;
            return this;
        }

        public Builder result(String result) {
            this.result = result;
            return this;
        }

        /** Throws {@link ServiceException} {@code INVALID} if a component is missing or breaks its rule. */
        public ListParticipations build() {
            return new ListParticipations(player, limit, cursor, from, to, type, mode, result);
        }
    }
}
