package io.kgen.protocols.gateway.bodies;

import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.HttpException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** Reads the body of a request, after rejecting other media types and unknown encodings. */
public final class JsonBodyHandler implements Handler<RoutingContext> {

    private static final String KEY = JsonBodyHandler.class.getName();
    private static final String CONTINUE = "100-continue";

    /**
     * The limits of a body.
     *
     * @param maxBytes a limit on what is sent, and on what it inflates to
     * @param weight the memory that is reserved from the last byte of the body until the response, in multiples of its size
     * @param countsSinglePieceBodies whether a body that arrives in one piece is reserved in the budget, too
     */
    public record Rules(int maxBytes, BodyBudget budget, int weight, boolean countsSinglePieceBodies) {

        /** Twice the size: the text, with up to two bytes for each character, or the items and the text in them. */
        public static Rules forBatches(int maxBytes, BodyBudget budget) {
            return new Rules(maxBytes, budget, 2, true);
        }

        /** The size of the body: the service limits the events that it queues by itself. */
        public static Rules forSmallBodies(int maxBytes, BodyBudget budget) {
            return new Rules(maxBytes, budget, 1, false);
        }
    }

    private final Rules rules;
    private final Function<RoutingContext, Object> owner;

    /**
     * Reads bodies within a budget.
     *
     * @param owner returns the owner of the share of the budget that a request uses
     */
    public JsonBodyHandler(Rules rules, Function<RoutingContext, Object> owner) {
        this.rules = rules;
        this.owner = owner;
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        if (!MediaType.isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            throw new HttpException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json, in UTF-8");
        }
        ContentEncoding.of(request);
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            context.next();
            return;
        }
        var declared = length == null ? BodyReader.UNDECLARED : declared(length);
        writeContinue(request);
        var reader = new BodyReader(context, rules, owner.apply(context), declared);
        context.put(KEY, reader);
        reader.read(request);
    }

    private int declared(String length) {
        var bytes = Long.parseLong(length);
        if (bytes > rules.maxBytes()) {
            throw HttpException.tooLarge();
        }
        return (int) bytes;
    }

    private static void writeContinue(HttpServerRequest request) {
        var expected = request.getHeader(HttpHeaders.EXPECT);
        if (expected == null) {
            return;
        }
        if (!expected.equalsIgnoreCase(CONTINUE)) {
            throw HttpException.badRequest("Expect must be " + CONTINUE);
        }
        if (request.version() != HttpVersion.HTTP_1_0) {
            request.response().writeContinue();
        }
    }

    /** The decoded bytes of the body; can be called once. */
    public static byte[] bytes(RoutingContext context) {
        BodyReader reader = context.get(KEY);
        var bytes = reader == null ? new byte[0] : reader.take(ContentEncoding.of(context.request()));
        if (bytes.length == 0) {
            throw HttpException.badRequest("the body must be a JSON object");
        }
        if (ByteOrderMark.begins(bytes)) {
            throw HttpException.invalid("", "must be UTF-8 without a byte order mark (BOM)");
        }
        return bytes;
    }

    /** Keeps the reservation until the service replies, even if the client disconnects before. */
    public static void keepReservedUntil(RoutingContext context, Future<?> served) {
        BodyReader reader = context.get(KEY);
        reader.keepReservedUntil(served);
    }
}
