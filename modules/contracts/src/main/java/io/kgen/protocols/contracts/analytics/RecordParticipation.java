package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.Flattened;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Records a participation of a player and its result, once for each {@code (issuer, source, sourceId)}.
 *
 * @param source the service that records it
 * @param sourceId the id of the participation in this service
 * @param revision a higher one replaces the recorded one, a lower one is stale; null means 0
 * @param occurredAt to the microsecond, or null if unknown
 */
public record RecordParticipation(
        @Flattened PlayerId player,
        String source,
        String sourceId,
        Long revision,
        String type,
        BigDecimal typeValue,
        String result,
        Instant occurredAt,
        String mode,
        BigDecimal buyInStake,
        BigDecimal amountWon) {

    private static final int MAX_LABEL = 128;

    public RecordParticipation {
        Require.present("player", player);
        Require.identifier("source", source);
        Require.identifier("sourceId", sourceId);
        revision = revision == null ? Long.valueOf(0) : revision;
        if (revision < 0) {
            throw ServiceException.invalid("revision", "must not be negative");
        }
        Require.optionalText("type", Require.present("type", type), MAX_LABEL);
        Require.optionalText("result", Require.present("result", result), MAX_LABEL);
        Require.optionalText("mode", Require.present("mode", mode), MAX_LABEL);
        Require.optionalAmount("typeValue", Require.present("typeValue", typeValue));
        Require.optionalAmount("buyInStake", Require.present("buyInStake", buyInStake));
        Require.optionalAmount("amountWon", Require.present("amountWon", amountWon));
        Require.optionalTime("occurredAt", occurredAt);
    }

    public static Builder builder(PlayerId player, String source, String sourceId) {
        return new Builder(player, source, sourceId);
    }

    /** Sets components by name; what is not set is absent. */
    public static final class Builder {

        private final PlayerId player;
        private final String source;
        private final String sourceId;
        private Long revision;
        private String type;
        private BigDecimal typeValue;
        private String result;
        private Instant occurredAt;
        private String mode;
        private BigDecimal buyInStake;
        private BigDecimal amountWon;

        private Builder(PlayerId player, String source, String sourceId) {
            this.player = player;
            this.source = source;
            this.sourceId = sourceId;
        }

        public Builder revision(Long revision) {
            this.revision = revision;
            return this;
        }

        public Builder type(String type) {
            this.type = type;
            return this;
        }

        public Builder typeValue(BigDecimal typeValue) {
            this.typeValue = typeValue;
            return this;
        }

        public Builder result(String result) {
            this.result = result;
            return this;
        }

        public Builder occurredAt(Instant occurredAt) {
            this.occurredAt = occurredAt;
            return this;
        }

        public Builder mode(String mode) {
            this.mode = mode;
            return this;
        }

        public Builder buyInStake(BigDecimal buyInStake) {
            this.buyInStake = buyInStake;
            return this;
        }

        public Builder amountWon(BigDecimal amountWon) {
            this.amountWon = amountWon;
            return this;
        }

        /** Throws {@link ServiceException} {@code INVALID} if a component is missing or breaks its rule. */
        public RecordParticipation build() {
            return new RecordParticipation(
                    player,
                    source,
                    sourceId,
                    revision,
                    type,
                    typeValue,
                    result,
                    occurredAt,
                    mode,
                    buyInStake,
                    amountWon);
        }
    }
}
