package io.kgen.protocols.app.support;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import java.math.BigDecimal;
import java.time.Instant;

/** Builds a participation to record, with the same time and type by default. */
public record ParticipationBuilder(
        String userId,
        String sourceId,
        long revision,
        String type,
        String result,
        Instant occurredAt,
        String mode,
        BigDecimal amount) {

    public static final Instant JUNE = Instant.parse("2021-06-01T12:00:00Z");

    public static ParticipationBuilder by(String userId, String sourceId) {
        return new ParticipationBuilder(userId, sourceId, 0, "Tournament", "Won", JUNE, "Quick", BigDecimal.TEN);
    }

    public ParticipationBuilder inRevision(long revision) {
        return new ParticipationBuilder(userId, sourceId, revision, type, result, occurredAt, mode, amount);
    }

    public ParticipationBuilder as(String type, String mode) {
        return new ParticipationBuilder(userId, sourceId, revision, type, result, occurredAt, mode, amount);
    }

    public ParticipationBuilder ended(String result) {
        return new ParticipationBuilder(userId, sourceId, revision, type, result, occurredAt, mode, amount);
    }

    /** Null for an unknown time. */
    public ParticipationBuilder at(Instant occurredAt) {
        return new ParticipationBuilder(userId, sourceId, revision, type, result, occurredAt, mode, amount);
    }

    /** Sets the stake and the amount won. */
    public ParticipationBuilder amount(String amount) {
        return new ParticipationBuilder(
                userId, sourceId, revision, type, result, occurredAt, mode, new BigDecimal(amount));
    }

    public RecordParticipation request() {
        return new RecordParticipation(
                new PlayerId(RunningPlatform.ISSUER, userId),
                "test",
                userId + "/" + sourceId,
                revision,
                type,
                BigDecimal.ONE,
                result,
                occurredAt,
                mode,
                amount,
                amount);
    }
}
