package io.kgen.protocols.gateway;

import io.kgen.protocols.contracts.ServiceFailure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an answer. */
final class Errors {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    /** How Vert.x's body handler says that the client closed the connection or broke the framing. */
    private static final int BODY_BROKE_OFF = 200;

    private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
    private static final CharSequence ONE_SECOND = HttpHeaders.createOptimized("1");

    private Errors() {}

    /** Answers whatever a handler, the router or the body reader failed with. */
    static void answer(RoutingContext context) {
        var failure = context.failure();
        answer(context.response(), failure == null ? ofStatus(context.statusCode()) : explain(failure, context));
    }

    static void answer(HttpServerResponse response, HttpFailure failure) {
        if (response.ended() || response.headWritten()) {
            return;
        }
        var code = failure.code();
        response.setStatusCode(code.status());
        if (code.isForNow()) {
            response.putHeader(RETRY_AFTER, ONE_SECOND);
        }
        if (code == ErrorCode.PAYLOAD_TOO_LARGE) {
            // The rest of the body is on its way and nobody is going to read it.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        Answers.end(response, Answers.JSON, body(failure, response).toBuffer());
    }

    private static JsonObject body(HttpFailure failure, HttpServerResponse response) {
        var body = new JsonObject()
                .put("error", failure.code().name())
                .put("msg", failure.getMessage())
                .put("requestId", response.headers().get(FrontDoor.REQUEST_ID));
        if (failure.path() != null) {
            var detail = new JsonObject().put("path", failure.path()).put("rule", failure.rule());
            body.put("details", new JsonArray().add(detail));
        }
        return body;
    }

    private static HttpFailure explain(Throwable failure, RoutingContext context) {
        if (failure instanceof HttpFailure ours) {
            return ours;
        }
        if (failure instanceof ServiceFailure service) {
            return ofService(service, context);
        }
        if (context.statusCode() == BODY_BROKE_OFF) {
            return HttpFailure.badRequest("the body breaks off");
        }
        if (context.statusCode() >= 400 && context.statusCode() < 500) {
            return ofStatus(context.statusCode());
        }
        LOG.error("request {} failed", FrontDoor.requestId(context), failure);
        return internal();
    }

    /** From what a service said to what the HTTP contract says. */
    private static HttpFailure ofService(ServiceFailure failure, RoutingContext context) {
        return switch (failure.code()) {
            case INVALID -> HttpFailure.badRequest(failure.getMessage());
            case NOT_FOUND -> new HttpFailure(ErrorCode.RECORD_NOT_FOUND, failure.getMessage());
            case CONFLICT -> new HttpFailure(ErrorCode.IDEMPOTENCY_CONFLICT, failure.getMessage());
            case OVERLOADED -> new HttpFailure(ErrorCode.RATE_LIMITED, failure.getMessage());
            case UNAVAILABLE -> new HttpFailure(ErrorCode.UNAVAILABLE, "not available at the moment, try again");
            case NO_HANDLERS -> {
                LOG.warn("{}, request {}", failure.getMessage(), FrontDoor.requestId(context));
                yield new HttpFailure(ErrorCode.UNAVAILABLE, "not available at the moment, try again");
            }
            case TIMEOUT -> {
                LOG.warn("{}, request {}", failure.getMessage(), FrontDoor.requestId(context));
                yield new HttpFailure(ErrorCode.TIMEOUT, "no answer in time, try again");
            }
            // The gateway asks on a player's own behalf only, so being forbidden to is a bug of ours, too.
            case FORBIDDEN, INTERNAL -> internal();
        };
    }

    private static HttpFailure ofStatus(int status) {
        return switch (status) {
            case 404 -> new HttpFailure(ErrorCode.NOT_FOUND, "there is nothing at this path");
            case 413 -> new HttpFailure(ErrorCode.PAYLOAD_TOO_LARGE, "the body is too large");
            case 500 -> internal();
            default -> HttpFailure.badRequest("the request is malformed");
        };
    }

    private static HttpFailure internal() {
        return new HttpFailure(ErrorCode.INTERNAL, "something went wrong on our side");
    }
}
