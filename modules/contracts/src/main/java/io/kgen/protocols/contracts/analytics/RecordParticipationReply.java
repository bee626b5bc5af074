package io.kgen.protocols.contracts.analytics;

/** The reply to {@link RecordParticipation}; a status of stored or corrected means that it is committed. */
public record RecordParticipationReply(WriteStatus status) {}
