package io.kgen.protocols.bridge;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.RecordJson;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one client has asked and not been told yet. */
final class InFlightRequests {

    /** To a request that wants none. */
    static final Buffer NO_ANSWER = Buffer.buffer();

    private static final Logger LOG = LoggerFactory.getLogger(InFlightRequests.class);

    private final BusClient bus;
    private final BridgeStats census;
    private final int limit;
    private int underWay;
    private int bytes;

    /** What a request costs beside its body: its future, its deadline, its message on the bus. */
    private static final int OVERHEAD = 1024;

    InFlightRequests(BridgeContext bridge) {
        this.bus = bridge.bus();
        this.census = bridge.census();
        this.limit = bridge.limits().requests();
    }

    /**
     * The frame to answer with, whatever happens; a failure is one in any case.
     *
     * @param budget of the client's principal
     * @param weight of the frame on the heap
     * @throws ProtocolException if it cannot even be asked
     */
    Future<Buffer> ask(Operation<?, ?> operation, InboundFrame frame, Budget.Share budget, long weight) {
        if (frame.wantsReply() && frame.replyAddress() == null) {
            throw new ProtocolException(ProtocolError.INVALID_REPLY_ADDRESS);
        }
        var call = frame.call();
        if (underWay >= limit || bytes >= BridgeLimits.REQUEST_BYTES || !budget.reserve(weight + OVERHEAD)) {
            throw new ProtocolException(ProtocolError.TOO_MANY_REQUESTS);
        }
        underWay++;
        bytes += frame.bytes();
        census.asked();
        var kept = frame.withoutBody();
        return call(operation, frame.body(), call)
                .map(reply -> kept.wantsReply() ? OutboundFrames.reply(kept.replyAddress(), reply) : NO_ANSWER)
                .otherwise(failure -> err(failure, kept))
                .andThen((answer, failure) -> {
                    underWay--;
                    bytes -= kept.bytes();
                    budget.release(weight + OVERHEAD);
                    census.answered();
                });
    }

    boolean none() {
        return underWay == 0;
    }

    @SuppressWarnings("unchecked") // a JSON object's names are text
    private <Q extends Record, R extends Record> Future<JsonObject> call(
            Operation<Q, R> operation, Object body, CallContext call) {
        // By our own client and as records, so that every digit arrives wherever in a cluster the operation is served.
        return Future.succeededFuture(body instanceof Map<?, ?> map ? new JsonObject((Map<String, Object>) map) : body)
                .map(json -> read(operation, json))
                .compose(request -> bus.call(operation, request, call))
                .map(RecordJson::toJson);
    }

    private static <Q extends Record> Q read(Operation<Q, ?> operation, Object body) {
        if (operation.equals(AnalyticsOperations.RECORD_EVENTS)
                && body instanceof JsonObject json
                && json.getMap().get("events") instanceof List<?> events) {
            RecordEvents.requireCount(events.size());
        }
        return operation.parseRequest(body);
    }

    private static Buffer err(Throwable failure, InboundFrame frame) {
        if (failure instanceof ServiceException known) {
            return OutboundFrames.err(known, frame);
        }
        LOG.error("bridge: a request to {} failed", frame.address(), failure);
        return OutboundFrames.err(new ServiceException(FailureCode.INTERNAL, "internal error", failure), frame);
    }
}
