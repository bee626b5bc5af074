package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.Flattened;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;
import java.time.Instant;

/**
 * Sums up the participations of a player.
 *
 * @param from the first included time, or null
 * @param to the first excluded time, or null
 * @param type an exact match, or null for all; also mode and result
 */
public record SummarizeParticipations(
        @Flattened PlayerId player, Instant from, Instant to, String type, String mode, String result)
        implements ParticipationFilter {

    public SummarizeParticipations {
        Require.present("player", player);
        Require.optionalTime("from", from);
        Require.optionalTime("to", to);
        Require.optionalText("type", type, ListParticipations.MAX_LABEL);
        Require.optionalText("mode", mode, ListParticipations.MAX_LABEL);
        Require.optionalText("result", result, ListParticipations.MAX_LABEL);
    }

    public static Builder builder(PlayerId player) {
        return new Builder(player);
    }

    /** Sets components by name; what is not set is absent. */
    public static final class Builder {

        private final PlayerId player;
        private Instant from;
        private Instant to;
        private String type;
        private String mode;
        private String result;

        private Builder(PlayerId player) {
            this.player = player;
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
        public SummarizeParticipations build() {
            return new SummarizeParticipations(player, from, to, type, mode, result);
        }
    }
}
