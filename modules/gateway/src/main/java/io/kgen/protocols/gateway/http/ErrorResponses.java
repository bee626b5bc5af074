package io.kgen.protocols.gateway.http;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Violation;
import io.kgen.protocols.gateway.connections.ClientConnection;
import io.kgen.protocols.platform.RateLimitedLogger;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an HTTP response. */
public final class ErrorResponses {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG);

    private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");

    private ErrorResponses() {}

    /** Responds to the failure of a handler, of the router or of reading the body. */
    public static void respond(RoutingContext context) {
        respond(context.request(), publicFailure(context));
    }

    static void respond(HttpServerRequest request, HttpException failure) {
        var response = request.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        setStatus(request, failure.code(), failure.retryAfter());
        if (failure.closesConnection()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        var body = ErrorResponse.of(failure, RequestContext.requestId(response));
        JsonResponses.end(response, JsonResponses.JSON, JsonResponses.json(body));
    }

    /** Sets the status, and {@code Retry-After} in seconds if the error is worth a retry. */
    public static void setStatus(HttpServerRequest request, ErrorCode code, int retryAfter) {
        ClientConnection.exchangeOf(request).setFailure(code.outcome());
        var response = request.response().setStatusCode(code.status());
        if (code.isTransient()) {
            response.putHeader(RETRY_AFTER, Integer.toString(retryAfter));
        }
    }

    private static HttpException publicFailure(RoutingContext context) {
        var failure = context.failure();
        if (failure instanceof HttpException http) {
            return http;
        }
        if (failure instanceof ServiceException service) {
            return publicFailure(service, context);
        }
        if (failure == null || (context.statusCode() >= 400 && context.statusCode() < 500)) {
            return ofStatus(context.statusCode());
        }
        RequestContext.fields(LOG.atError(), context).setCause(failure).log("a request failed");
        return internal();
    }

    /** The failure of a service as the client sees it. */
    public static HttpException publicFailure(ServiceException failure, RoutingContext context) {
        if (failure.code() == FailureCode.TIMEOUT || failure.code() == FailureCode.NO_HANDLERS) {
            logUnanswered(failure, context);
        }
        return failure.violation() == null
                ? publicFailure(failure.code(), failure.getMessage())
                : ofViolation(failure.violation());
    }

    /** From the failure of a service to the error of the HTTP contract. */
    public static HttpException publicFailure(FailureCode code, String message) {
        return switch (code) {
            case INVALID -> HttpException.badRequest(message);
            case NOT_FOUND -> new HttpException(ErrorCode.RECORD_NOT_FOUND, message);
            case CONFLICT -> new HttpException(ErrorCode.IDEMPOTENCY_CONFLICT, message);
            case OVERLOADED -> new HttpException(ErrorCode.RATE_LIMITED, message);
            case UNAVAILABLE, NO_HANDLERS ->
                new HttpException(ErrorCode.UNAVAILABLE, "not available at the moment, try again");
            case TIMEOUT -> new HttpException(ErrorCode.TIMEOUT, "no response in time, try again");
            // The gateway calls only what its caller may call, so a forbidden call is a bug of the gateway.
            case FORBIDDEN, INTERNAL -> internal();
        };
    }

    /** Two fields of {@code RecordEvent} arrive elsewhere than in the body, under another name. */
    private static HttpException ofViolation(Violation violation) {
        return switch (violation.field()) {
            case "eventId" -> HttpException.invalid("eventID", violation.rule());
            case "key" -> HttpException.invalid("Idempotency-Key", violation.rule() + ", once");
            default -> HttpException.invalid(violation);
        };
    }

    /** A service logs its own failures; only the gateway knows that a service did not reply. */
    private static void logUnanswered(ServiceException failure, RoutingContext context) {
        LIMITED_LOG.log(failure.getMessage(), RequestContext.fields(LOG.atWarn(), context), failure.getMessage());
    }

    private static HttpException ofStatus(int status) {
        return switch (status) {
            case 404 -> new HttpException(ErrorCode.NOT_FOUND, "no such endpoint");
            case 500 -> internal();
            default -> HttpException.badRequest("the request is malformed");
        };
    }

    private static HttpException internal() {
        return new HttpException(ErrorCode.INTERNAL, "something went wrong on our side");
    }
}
