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

/** Reads a request's body, and refuses another media type or an unknown encoding before it does. */
public final class JsonBodyHandler implements Handler<RoutingContext> {

    private static final String KEY = JsonBodyHandler.class.getName();
    private static final String CONTINUE = "100-continue";

    /**
     * What a body may be.
     *
     * @param maxBytes a limit on what is sent, and on what it inflates to
     * @param weight what it weighs from its last byte until its answer, in multiples of its size
     * @param countsEveryBody whether one that arrives in one piece takes from the budget, too
     */
    public record Rules(int maxBytes, BodyBudget budget, int weight, boolean countsEveryBody) {

        /** Twice their size: the text, whose characters may take two bytes each, or its items and the text that they hold. */
        public static Rules ofBatches(int maxBytes, BodyBudget budget) {
            return new Rules(maxBytes, budget, 2, true);
        }

        /** Their size: what becomes of a small body, the service counts by itself. */
        public static Rules ofSmallBodies(int maxBytes, BodyBudget budget) {
            return new Rules(maxBytes, budget, 1, false);
        }
    }

    private final Rules rules;
    private final Function<RoutingContext, Object> owner;

    /**
     * Reads bodies within a budget.
     *
     * @param owner tells whose share of the budget a request takes
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
        meetExpectation(request);
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

    private static void meetExpectation(HttpServerRequest request) {
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

    /** The bytes that were meant, once the body is read; only the caller has them from then on. */
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

    /** A service has what was in the body until it answers, even if the client is gone before. */
    public static void holdUntil(RoutingContext context, Future<?> served) {
        BodyReader reader = context.get(KEY);
        reader.holdUntil(served);
    }
}
