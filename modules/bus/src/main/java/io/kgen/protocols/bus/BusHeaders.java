package io.kgen.protocols.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;

/** Writes a {@link CallContext} to the headers of a message, and reads it from them. */
final class BusHeaders {

    private static final long DEFAULT_TIMEOUT_MILLIS = 2_000;
    private static final long MAX_TIMEOUT_MILLIS = 24 * 60 * 60 * 1_000;

    private BusHeaders() {}

    static DeliveryOptions write(CallContext context, long timeoutMillis) {
        var options = new DeliveryOptions()
                .setSendTimeout(timeoutMillis)
                .addHeader(CallContext.REQUEST_ID, context.requestId())
                .addHeader(CallContext.TIMEOUT, Long.toString(timeoutMillis));
        if (!context.caller().equals(Caller.UNKNOWN)) {
            options.addHeader(CallContext.CALLER, context.caller().toString());
        }
        return context.traceparent() == null
                ? options
                : options.addHeader(CallContext.TRACEPARENT, context.traceparent());
    }

    /** Without headers, the call has a new request id and the default timeout. */
    static CallContext read(MultiMap headers) {
        var requestId = headers.get(CallContext.REQUEST_ID);
        return CallContext.withTimeout(
                requestId == null ? CallContext.root().requestId() : requestId,
                headers.get(CallContext.TRACEPARENT),
                Caller.parse(headers.get(CallContext.CALLER)),
                millis(headers.get(CallContext.TIMEOUT)));
    }

    private static long millis(String text) {
        try {
            return text == null
                    ? DEFAULT_TIMEOUT_MILLIS
                    : Math.max(0, Math.min(Long.parseLong(text), MAX_TIMEOUT_MILLIS));
        } catch (NumberFormatException e) {
            return DEFAULT_TIMEOUT_MILLIS;
        }
    }
}
