package io.kgen.protocols.contracts.analytics;

/** The answer to {@link RecordEvent}: the event is committed. */
public record RecordEventReply(WriteStatus status) {}
