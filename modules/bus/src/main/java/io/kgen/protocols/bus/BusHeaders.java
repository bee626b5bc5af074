package io.kgen.protocols.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;

/** The message headers of the bus contract, and how a {@link CallContext} is written to and read from them. */
public final class BusHeaders {

    public static final String REQUEST_ID = "request-id";
    public static final String TRACEPARENT = "traceparent";
    /** Milliseconds that the caller is going to wait; relative, because clocks of two nodes differ. */
    public static final String TIMEOUT = "timeout-ms";

    private static final long DEFAULT_TIMEOUT_MILLIS = 2_000;
    private static final long LONGEST_TIMEOUT_MILLIS = 24 * 60 * 60 * 1_000;

    private BusHeaders() {}

    public static DeliveryOptions write(CallContext call, long timeoutMillis) {
        var options = new DeliveryOptions()
                .setSendTimeout(timeoutMillis)
                .addHeader(REQUEST_ID, call.requestId())
                .addHeader(TIMEOUT, Long.toString(timeoutMillis));
        return call.traceparent() == null ? options : options.addHeader(TRACEPARENT, call.traceparent());
    }

    /** Reads what the caller sent; a caller that sent nothing gets a new request id and the default timeout. */
    public static CallContext read(MultiMap headers) {
        var requestId = headers.get(REQUEST_ID);
        return CallContext.within(
                requestId == null ? CallContext.fresh().requestId() : requestId,
                headers.get(TRACEPARENT),
                millis(headers.get(TIMEOUT)));
    }

    private static long millis(String text) {
        try {
            return text == null
                    ? DEFAULT_TIMEOUT_MILLIS
                    : Math.max(0, Math.min(Long.parseLong(text), LONGEST_TIMEOUT_MILLIS));
        } catch (NumberFormatException e) {
            return DEFAULT_TIMEOUT_MILLIS;
        }
    }
}
