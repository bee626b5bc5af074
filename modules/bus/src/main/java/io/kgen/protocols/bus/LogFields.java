package io.kgen.protocols.bus;

import org.slf4j.spi.LoggingEventBuilder;

/** The fields of a log line that belongs to a request. They have the same names on all nodes and at both ends of the bus. */
public final class LogFields {

    public static final String REQUEST_ID = "requestId";
    /** The address of an {@link Operation}. */
    public static final String OPERATION = "operation";
    /** The text of a {@link Caller}. */
    public static final String CALLER = "caller";

    private LogFields() {}

    /** Adds the fields of a call: {@code LogFields.add(LOG.atWarn(), operation, call).log("it failed")}. */
    public static LoggingEventBuilder add(LoggingEventBuilder line, Operation<?, ?> operation, CallContext call) {
        return add(line, call).addKeyValue(OPERATION, operation.address());
    }

    /** Adds the fields of a call whose operation is not known. */
    public static LoggingEventBuilder add(LoggingEventBuilder line, CallContext call) {
        return line.addKeyValue(REQUEST_ID, call.requestId())
                .addKeyValue(CALLER, call.caller().toString());
    }
}
