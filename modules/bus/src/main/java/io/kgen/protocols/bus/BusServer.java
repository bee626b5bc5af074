package io.kgen.protocols.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Serves a verticle's operations on the bus. Whatever a handler does, its caller gets an answer. */
public final class BusServer {

    /** Answers one operation: a record in, a future of a record out, {@link ServiceException} for what is expected. */
    @FunctionalInterface
    public interface Handler<Q, R> {
        Future<R> handle(Q request, CallContext call);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BusServer.class);

    /** After which no caller of most operations waits any more. */
    private static final long PATIENCE_MILLIS = 2_000;

    private static final DeliveryOptions AS_RECORD = new DeliveryOptions().setCodecName(RecordCodec.NAME);

    private final EventBus bus;
    private final LocalRegistry nearby;
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private final List<Operation<?, ?>> operations = new ArrayList<>();
    private final InFlightRequests underWay = new InFlightRequests();

    /** Serves on the event loop that it is made on. */
    public BusServer(Vertx vertx) {
        this.bus = RecordCodec.registeredOn(vertx);
        this.nearby = LocalRegistry.of(vertx);
    }

    /** For an operation that does not call others. */
    public <Q extends Record, R extends Record> BusServer serve(
            Operation<Q, R> operation, java.util.function.Function<Q, Future<R>> handler) {
        return serve(operation, (request, call) -> handler.apply(request));
    }

    public <Q extends Record, R extends Record> BusServer serve(Operation<Q, R> operation, Handler<Q, R> handler) {
        operations.add(operation);
        consumers.add(bus.consumer(operation.address(), message -> answer(operation, handler, message)));
        consumers.add(bus.<CallBatch<Q, R>>localConsumer(
                nearby.address(operation), message -> answerAll(operation, handler, message)));
        return this;
    }

    /** Succeeds when every operation can be called, cluster included. */
    public Future<Void> started() {
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList())
                .onSuccess(all -> operations.forEach(nearby::serve))
                .mapEmpty();
    }

    /** Takes nothing more, and succeeds when what was taken is answered, or when hardly anybody waits for it any more. */
    public Future<Void> close() {
        operations.forEach(nearby::close);
        return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
                .eventually(() -> underWay.over().timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private <Q extends Record, R extends Record> void answer(
            Operation<Q, R> operation, Handler<Q, R> handler, Message<Object> message) {
        var call = BusHeaders.read(message.headers());
        underWay.begin();
        handle(operation, handler, message.body(), call)
                .map(reply -> reply(message, reply))
                .onComplete((reply, failure) -> {
                    if (failure != null) {
                        var told = told(operation, call, failure);
                        message.fail(told.code().number(), told.getMessage());
                    }
                    underWay.end();
                });
    }

    /** Each of the calls by itself; the message is answered when all of them are. */
    private <Q extends Record, R extends Record> void answerAll(
            Operation<Q, R> operation, Handler<Q, R> handler, Message<CallBatch<Q, R>> message) {
        underWay.begin();
        // Nobody waits for longer than the message, which was sent in this turn of the event loop.
        var latest = System.nanoTime() + operation.timeout().toNanos();
        var answers = message.body().calls().stream()
                .map(asked -> answer(operation, handler, asked, latest))
                .toList();
        Future.join(answers).onComplete(all -> {
            message.reply(null);
            underWay.end();
        });
    }

    private static <Q extends Record, R extends Record> Future<R> answer(
            Operation<Q, R> operation, Handler<Q, R> handler, CallBatch.PendingCall<Q, R> asked, long latest) {
        return handle(operation, handler, asked.request(), asked.call().noLaterThan(latest))
                .onComplete((reply, failure) -> {
                    if (failure == null) {
                        asked.answer().tryComplete(reply);
                    } else {
                        asked.answer().tryFail(told(operation, asked.call(), failure));
                    }
                });
    }

    private static <Q extends Record, R extends Record> Future<R> handle(
            Operation<Q, R> operation, Handler<Q, R> handler, Object body, CallContext call) {
        // Inside a chain, so that whatever is thrown is an answer, too.
        return Future.succeededFuture(body)
                .map(received -> operation.parseRequest(received))
                .compose(request -> Objects.requireNonNull(handler.handle(request, call), "the handler gave no future"))
                .map(reply -> Objects.requireNonNull(reply, "the handler gave no reply"));
    }

    /** In kind: whoever sent plain JSON gets plain JSON. */
    private static <R extends Record> R reply(Message<Object> message, R reply) {
        if (RecordCodec.isRecord(message.body())) {
            message.reply(reply, AS_RECORD);
        } else {
            message.reply(RecordJson.toJson(reply));
        }
        return reply;
    }

    /** What the caller is told of a failure; the rest of it is logged, and stays here. */
    private static ServiceException told(Operation<?, ?> operation, CallContext call, Throwable failure) {
        var known = known(failure);
        if (known.code() == FailureCode.INTERNAL) {
            LOG.error(marker(operation), "{} failed, request {}", operation, call.requestId(), failure);
        } else if (known.code() == FailureCode.UNAVAILABLE) {
            warn(operation, call, known);
        }
        return new ServiceException(known.code(), known.getMessage());
    }

    private static void warn(Operation<?, ?> operation, CallContext call, ServiceException failure) {
        LOG.warn(
                marker(operation),
                "{} is unavailable, request {}: {}",
                operation,
                call.requestId(),
                Objects.requireNonNullElse(failure.getCause(), failure).toString());
    }

    /** Operations that fail in the same place are told apart where repeated failures are left out of the log. */
    private static Marker marker(Operation<?, ?> operation) {
        return MarkerFactory.getMarker(operation.address());
    }

    private static ServiceException known(Throwable failure) {
        if (!(failure instanceof ServiceException known)) {
            return new ServiceException(FailureCode.INTERNAL, "internal error", failure);
        }
        return switch (known.code()) {
            // What did not answer us is, to our own caller, a service that is away.
            case NO_HANDLERS, TIMEOUT -> ServiceException.unavailable(known.getMessage(), known);
            default -> known;
        };
    }
}
