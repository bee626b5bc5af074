package io.kgen.protocols.contracts.analytics;

/** The answer to {@link RecordEvent}: the event is committed. */
public record EventRecorded(RecordStatus status) {}
