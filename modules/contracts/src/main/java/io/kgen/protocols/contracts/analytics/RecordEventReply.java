package io.kgen.protocols.contracts.analytics;

/** The reply to {@link RecordEvent}: the event is committed. */
public record RecordEventReply(WriteStatus status) {}
