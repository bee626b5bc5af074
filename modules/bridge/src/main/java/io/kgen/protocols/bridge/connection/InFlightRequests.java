package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.bridge.limits.Budget;
import io.kgen.protocols.bridge.protocol.InboundFrame;
import io.kgen.protocols.bridge.protocol.OutboundFrames;
import io.kgen.protocols.bridge.protocol.ProtocolError;
import io.kgen.protocols.bridge.protocol.ProtocolException;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.Caller;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.LogFields;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Tracing;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests of one client that are in flight, and their limits. */
final class InFlightRequests {

    private static final Logger LOG = LoggerFactory.getLogger(InFlightRequests.class);

    /** The heap that a request uses in addition to its body: its future, its deadline and its message on the bus. */
    private static final int OVERHEAD = 1024;

    private final BusClient bus;
    private final Tracing tracing;
    private final BridgeStats stats;
    private final PrincipalMeters meters;
    private final int limit;
    private int inFlight;
    private int bytes;

    InFlightRequests(BridgeContext bridge) {
        this.bus = bridge.bus();
        this.tracing = bridge.tracing();
        this.stats = bridge.stats();
        this.meters = bridge.meters();
        this.limit = bridge.limits().requests();
    }

    /**
     * Calls the operation. The future always succeeds with the frame to send to the client: the reply, or an error. It is
     * empty if the client does not want a reply.
     *
     * @param caller the client's principal
     * @param budget of the client's principal
     * @param weight of the frame on the heap
     * @throws ProtocolException if the request is not valid or exceeds a limit
     */
    Future<Optional<Buffer>> call(
            Operation<?, ?> operation, InboundFrame frame, Caller caller, Budget.Share budget, long weight) {
        if (frame.wantsReply() && frame.replyAddress() == null) {
            throw new ProtocolException(ProtocolError.INVALID_REPLY_ADDRESS);
        }
        var context = frame.callContext(caller);
        if (inFlight >= limit || bytes >= BridgeLimits.REQUEST_BYTES || !budget.tryReserve(weight + OVERHEAD)) {
            throw new ProtocolException(ProtocolError.TOO_MANY_REQUESTS);
        }
        inFlight++;
        bytes += frame.length();
        stats.requestStarted();
        var header = frame.withoutBody();
        return trace(operation, frame.body(), context)
                .onComplete((reply, failure) -> meters.of(caller.name()).called(codeOf(failure)))
                .map(reply -> reply(reply, header))
                .otherwise(failure -> Optional.of(error(failure, header, operation, context)))
                .andThen((response, failure) -> finished(header, budget, weight));
    }

    private void finished(InboundFrame header, Budget.Share budget, long weight) {
        inFlight--;
        bytes -= header.length();
        budget.release(weight + OVERHEAD);
        stats.requestFinished();
    }

    private static FailureCode codeOf(Throwable failure) {
        if (failure == null) {
            return null;
        }
        return failure instanceof ServiceException service ? service.code() : FailureCode.INTERNAL;
    }

    boolean isEmpty() {
        return inFlight == 0;
    }

    private Future<JsonObject> trace(Operation<?, ?> operation, Object body, CallContext context) {
        if (tracing == null) {
            return call(operation, body, context);
        }
        var span = tracing.start("bridge " + operation, Tracing.Kind.SERVER, context.traceparent());
        return span.around(() -> call(operation, body, context.in(span)));
    }

    @SuppressWarnings("unchecked") // the names of a JSON object are text
    private <Q extends Record, R extends Record> Future<JsonObject> call(
            Operation<Q, R> operation, Object body, CallContext context) {
        // By BusClient and as records, so that numbers stay exact on whichever node the operation is served.
        return Future.succeededFuture(body instanceof Map<?, ?> map ? new JsonObject((Map<String, Object>) map) : body)
                .map(json -> parse(operation, json))
                .compose(request -> bus.call(operation, request, context))
                .map(operation::replyToJson);
    }

    private static <Q extends Record> Q parse(Operation<Q, ?> operation, Object body) {
        if (operation.equals(AnalyticsOperations.RECORD_EVENTS)
                && body instanceof JsonObject json
                && json.getMap().get("events") instanceof List<?> events) {
            RecordEvents.requireCount(events.size());
        }
        return operation.parseRequest(body);
    }

    private static Optional<Buffer> reply(JsonObject reply, InboundFrame header) {
        return header.wantsReply() ? Optional.of(OutboundFrames.reply(header.replyAddress(), reply)) : Optional.empty();
    }

    private static Buffer error(
            Throwable failure, InboundFrame header, Operation<?, ?> operation, CallContext context) {
        if (failure instanceof ServiceException service) {
            return OutboundFrames.err(service, header);
        }
        LogFields.add(LOG.atError(), operation, context).setCause(failure).log("bridge: a request failed");
        return OutboundFrames.err(new ServiceException(FailureCode.INTERNAL, "internal error", failure), header);
    }
}
