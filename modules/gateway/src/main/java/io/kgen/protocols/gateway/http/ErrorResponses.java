package io.kgen.protocols.gateway.http;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Violation;
import io.kgen.protocols.gateway.connections.RequestHandler;
import io.kgen.protocols.platform.RateLimitedLogger;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an answer. */
public final class ErrorResponses {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG);

    private static final long LINGER_MILLIS = 1_000;

    private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
    private static final CharSequence ONE_SECOND = HttpHeaders.createOptimized("1");

    private ErrorResponses() {}

    /** Answers whatever a handler, the router or the body reader failed with. */
    public static void answer(RoutingContext context) {
        var failure = context.failure();
        var explained = failure == null ? ofStatus(context.statusCode()) : explain(failure, context);
        answer(context.response(), explained);
        if (explained.closes()) {
            hangUp(context);
        }
    }

    /** Reads on for a moment: to close with a body still coming in would take back the answer that went out. */
    private static void hangUp(RoutingContext context) {
        var connection = context.request().connection();
        if (context.request().isEnded()) {
            connection.close();
        } else {
            context.request().endHandler(read -> connection.close());
            context.vertx().setTimer(LINGER_MILLIS, over -> connection.close());
        }
    }

    static void answer(HttpServerResponse response, HttpException failure) {
        if (response.ended() || response.headWritten()) {
            return;
        }
        var code = failure.code();
        setStatus(response, code);
        if (failure.closes()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        JsonResponses.end(response, JsonResponses.JSON, body(failure, response).toBuffer());
    }

    public static void setStatus(HttpServerResponse response, ErrorCode code) {
        response.setStatusCode(code.status());
        if (code.isForNow()) {
            response.putHeader(RETRY_AFTER, ONE_SECOND);
        }
    }

    private static JsonObject body(HttpException failure, HttpServerResponse response) {
        var body = new JsonObject()
                .put("error", failure.code().name())
                .put("msg", failure.getMessage())
                .put("requestId", response.headers().get(RequestHandler.REQUEST_ID));
        if (failure.path() != null) {
            var detail = new JsonObject().put("path", failure.path()).put("rule", failure.rule());
            body.put("details", new JsonArray().add(detail));
        }
        return body;
    }

    private static HttpException explain(Throwable failure, RoutingContext context) {
        if (failure instanceof HttpException ours) {
            return ours;
        }
        if (failure instanceof ServiceException service) {
            return ofService(service, context);
        }
        if (context.statusCode() >= 400 && context.statusCode() < 500) {
            return ofStatus(context.statusCode());
        }
        LOG.error("request {} failed", RequestFilter.requestId(context), failure);
        return internal();
    }

    private static HttpException ofService(ServiceException failure, RoutingContext context) {
        var code = codeOf(failure.code());
        return switch (code) {
            case INTERNAL -> internal();
            case UNAVAILABLE -> {
                logIfSilent(failure, context);
                yield new HttpException(code, "not available at the moment, try again");
            }
            case TIMEOUT -> {
                logIfSilent(failure, context);
                yield new HttpException(code, "no answer in time, try again");
            }
            default ->
                failure.violation() == null
                        ? new HttpException(code, failure.getMessage())
                        : ofViolation(failure.violation());
        };
    }

    /** Two fields of {@code RecordEvent} arrive elsewhere than in the body, under another name. */
    private static HttpException ofViolation(Violation violation) {
        return switch (violation.field()) {
            case "eventId" -> HttpException.badField("eventID", violation.rule());
            case "key" -> HttpException.badField("Idempotency-Key", violation.rule() + ", once");
            default -> HttpException.badField(violation.field(), violation.rule());
        };
    }

    /** What a player is told of a failure where the answer is more than that. */
    public static ServiceException told(ServiceException failure, RoutingContext context) {
        return new ServiceException(failure.code(), ofService(failure, context).getMessage());
    }

    /** From what a service said to what the HTTP contract says. */
    public static ErrorCode codeOf(FailureCode failure) {
        return switch (failure) {
            case INVALID -> ErrorCode.BAD_REQUEST;
            case NOT_FOUND -> ErrorCode.RECORD_NOT_FOUND;
            case CONFLICT -> ErrorCode.IDEMPOTENCY_CONFLICT;
            case OVERLOADED -> ErrorCode.RATE_LIMITED;
            case UNAVAILABLE, NO_HANDLERS -> ErrorCode.UNAVAILABLE;
            case TIMEOUT -> ErrorCode.TIMEOUT;
            // The gateway asks what each caller may ask, so being forbidden to is a bug of ours, too.
            case FORBIDDEN, INTERNAL -> ErrorCode.INTERNAL;
        };
    }

    /** A service logs its own failures; that it did not answer, only we know. */
    private static void logIfSilent(ServiceException failure, RoutingContext context) {
        if (failure.code() != FailureCode.UNAVAILABLE) {
            var said = failure.getMessage();
            LIMITED_LOG.warn(said, "{}, request {}", said, RequestFilter.requestId(context));
        }
    }

    private static HttpException ofStatus(int status) {
        return switch (status) {
            case 404 -> new HttpException(ErrorCode.NOT_FOUND, "there is nothing at this path");
            case 500 -> internal();
            default -> HttpException.badRequest("the request is malformed");
        };
    }

    private static HttpException internal() {
        return new HttpException(ErrorCode.INTERNAL, "something went wrong on our side");
    }
}
