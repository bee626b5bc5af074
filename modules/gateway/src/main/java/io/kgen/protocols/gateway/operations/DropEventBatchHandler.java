package io.kgen.protocols.gateway.operations;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordEventsReply;
import io.kgen.protocols.gateway.auth.AuthenticatedCaller;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.bodies.JsonBodyHandler;
import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.ErrorResponses;
import io.kgen.protocols.gateway.http.JsonResponses;
import io.kgen.protocols.gateway.http.RequestContext;
import io.kgen.protocols.gateway.responses.BatchResponse;
import io.kgen.protocols.platform.RateLimits;
import io.kgen.protocols.platform.RequestKind;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Records several events, each independent of the others. The body lists the result of every item; the status is that of
 * the worst item, because clients do not look into the body of a 200.
 */
public final class DropEventBatchHandler implements Handler<RoutingContext> {

    private final BusClient bus;
    private final RateLimits limits;

    public DropEventBatchHandler(BusClient bus, RateLimits limits) {
        this.bus = bus;
        this.limits = limits;
    }

    @Override
    public void handle(RoutingContext context) {
        var player = PlayerAuthHandler.of(context);
        var batch = EventBatchParser.parse(JsonBodyHandler.bytes(context), player);
        charge(player, batch);
        var call = RequestContext.call(context, AuthenticatedCaller.of(context));
        var reply = bus.call(AnalyticsOperations.RECORD_EVENTS, batch, call)
                .onFailure(failure -> RequestContext.failed(context, AnalyticsOperations.RECORD_EVENTS, call));
        JsonBodyHandler.keepReservedUntil(context, reply);
        reply.recover(failure -> Future.succeededFuture(failed(batch, publicFailure(failure, context))))
                .onSuccess(recorded -> respond(context, withViolations(batch, recorded)))
                .onFailure(context::fail);
    }

    /** The first item was counted with the request, before the body was read. */
    private void charge(PlayerId player, RecordEvents batch) {
        limits.chargePlayer(
                RequestKind.WRITE,
                player.issuer(),
                player.userId(),
                batch.events().size() - 1);
    }

    private static ServiceException publicFailure(Throwable failure, RoutingContext context) {
        var service = (ServiceException) failure;
        var message = ErrorResponses.publicFailure(service, context).getMessage();
        return new ServiceException(service.code(), message);
    }

    /** The service has no result for any item: those that are valid events are worth another try. */
    private static RecordEventsReply failed(RecordEvents batch, ServiceException failure) {
        return new RecordEventsReply(IntStream.range(0, batch.events().size())
                .mapToObj(index -> BatchItemResult.failed(index, failure))
                .toList());
    }

    /** Between nodes an invalid item travels as null, so only the gateway knows its violation. */
    private static List<BatchItemResult> withViolations(RecordEvents batch, RecordEventsReply recorded) {
        return recorded.results().stream()
                .map(result -> withViolation(batch.events().get(result.index()), result))
                .toList();
    }

    private static BatchItemResult withViolation(BatchItem item, BatchItemResult result) {
        return item.violation() == null ? result : BatchItemResult.rejected(result.index(), item.violation());
    }

    private static void respond(RoutingContext context, List<BatchItemResult> results) {
        if (results.stream().anyMatch(BatchItemResult::retryable)) {
            ErrorResponses.setStatus(context.request(), ErrorCode.UNAVAILABLE, 1);
        } else if (results.stream().anyMatch(result -> result.error() != null)) {
            ErrorResponses.setStatus(context.request(), ErrorCode.BAD_REQUEST, 1);
        }
        JsonResponses.ok(context, BatchResponse.of(results));
    }
}
