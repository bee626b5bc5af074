package io.kgen.protocols.gateway;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.regex.Pattern;

/** Reads a request's body, and refuses another media type or an unknown encoding before it does. */
final class JsonBody implements Handler<RoutingContext> {

    private static final Pattern JSON =
            Pattern.compile("application/json(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*", Pattern.CASE_INSENSITIVE);

    private final int maxBytes;
    private final BodyHandler body;

    /** A limit on what is sent, and on what it inflates to. */
    JsonBody(int maxBytes) {
        this.maxBytes = maxBytes;
        this.body = BodyHandler.create(false).setBodyLimit(maxBytes);
    }

    @Override
    public void handle(RoutingContext context) {
        if (!isJson(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            throw new HttpFailure(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json, in UTF-8");
        }
        if (!ContentEncoding.isKnown(context.request())) {
            throw new HttpFailure(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip or none");
        }
        body.handle(context);
    }

    private static boolean isJson(String type) {
        return type != null
                && (type.equals("application/json") || JSON.matcher(type).matches());
    }

    /** The bytes that were meant, once the body is read. */
    byte[] bytes(RoutingContext context) {
        Buffer bytes = context.body().buffer();
        if (bytes == null || bytes.length() == 0) {
            throw HttpFailure.badRequest("the body must be a JSON object");
        }
        return ContentEncoding.decode(context.request(), bytes, maxBytes);
    }
}
