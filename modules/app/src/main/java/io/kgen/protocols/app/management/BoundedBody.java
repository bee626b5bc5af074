package io.kgen.protocols.app.management;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads the body of a request up to a maximum size. */
final class BoundedBody {

    /** A body with more bytes than {@link #MAX_BYTES}. */
    static final class TooLargeException extends RuntimeException {

        TooLargeException() {
            super("the body must not have more than " + MAX_BYTES + " bytes", null, false, false);
        }
    }

    /** The largest request of the bus, 500 events, rarely has more. */
    static final int MAX_BYTES = 256 * 1024;

    private final Buffer body = Buffer.buffer();
    private final Promise<Buffer> read = Promise.promise();

    private BoundedBody() {}

    /** Must be called in the same turn of the event loop as the handler of the request. */
    static Future<Buffer> of(HttpServerRequest request) {
        var reading = new BoundedBody();
        request.handler(reading::append)
                .endHandler(ended -> reading.read.tryComplete(reading.body))
                .exceptionHandler(reading.read::tryFail);
        return reading.read.future();
    }

    private void append(Buffer chunk) {
        if (body.length() + chunk.length() > MAX_BYTES) {
            read.tryFail(new TooLargeException());
        } else {
            body.appendBuffer(chunk);
        }
    }
}
