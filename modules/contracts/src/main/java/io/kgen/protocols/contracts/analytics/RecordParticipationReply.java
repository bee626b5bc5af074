package io.kgen.protocols.contracts.analytics;

/** The answer to {@link RecordParticipation}: what it says is committed. */
public record RecordParticipationReply(WriteStatus status) {}
