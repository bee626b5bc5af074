package io.kgen.protocols.bridge;

import io.kgen.protocols.contracts.BusClient;
import io.kgen.protocols.contracts.Call;
import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.Operation;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.Wire;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one client has asked and not been told yet. */
final class Requests {

    /** To a request that wants none. */
    static final Buffer NO_ANSWER = Buffer.buffer();

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final BusClient bus;
    private final Census census;
    private final int limit;
    private int underWay;
    private int bytes;

    Requests(Bridge bridge) {
        this.bus = bridge.bus();
        this.census = bridge.census();
        this.limit = bridge.limits().requests();
    }

    /**
     * The frame to answer with, whatever happens; a failure is one in any case.
     *
     * @throws Refusal if it cannot even be asked
     */
    Future<Buffer> ask(Operation<?, ?> operation, Frame frame) {
        if (frame.wantsReply() && frame.replyAddress() == null) {
            throw new Refusal(Fault.INVALID_REPLY_ADDRESS);
        }
        var call = frame.call();
        if (underWay >= limit || bytes >= Limits.REQUEST_BYTES) {
            throw new Refusal(Fault.TOO_MANY_REQUESTS);
        }
        underWay++;
        bytes += frame.bytes();
        census.asked();
        return call(operation, frame.body(), call)
                .map(reply -> frame.wantsReply() ? Frames.reply(frame.replyAddress(), reply) : NO_ANSWER)
                .otherwise(failure -> err(failure, frame))
                .andThen((answer, failure) -> {
                    underWay--;
                    bytes -= frame.bytes();
                    census.answered();
                });
    }

    boolean none() {
        return underWay == 0;
    }

    @SuppressWarnings("unchecked") // a JSON object's names are text
    private <Q extends Record, R extends Record> Future<JsonObject> call(
            Operation<Q, R> operation, Object body, Call call) {
        // By our own client and as records, so that every digit arrives wherever in a cluster the operation is served.
        return Future.succeededFuture(body instanceof Map<?, ?> map ? new JsonObject((Map<String, Object>) map) : body)
                .map(json -> Wire.read(json, operation.request()))
                .compose(request -> bus.call(operation, request, call))
                .map(Wire::toJson);
    }

    private static Buffer err(Throwable failure, Frame frame) {
        if (failure instanceof ServiceFailure known) {
            return Frames.err(known, frame);
        }
        LOG.error("bridge: a request to {} failed", frame.address(), failure);
        return Frames.err(new ServiceFailure(FailureCode.INTERNAL, "internal error", failure), frame);
    }
}
