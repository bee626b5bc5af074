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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Serves the operations of a verticle. Every call gets a reply or a failure, also if its handler throws. */
public final class BusServer {

    /** Handles an operation. An expected failure is a {@link ServiceException}; any other failure is a bug. */
    @FunctionalInterface
    public interface Handler<Q, R> {
        Future<R> handle(Q request, CallContext context);
    }

    private record Served<Q extends Record, R extends Record>(
            Operation<Q, R> operation, Handler<Q, R> handler, OperationMetrics metrics) {}

    private static final Logger LOG = LoggerFactory.getLogger(BusServer.class);

    /** The default timeout of an operation: after it, almost no caller waits any more. */
    private static final long DRAIN_TIMEOUT_MILLIS = 2_000;

    private static final DeliveryOptions AS_RECORD = new DeliveryOptions().setCodecName(RecordCodec.NAME);

    private final EventBus bus;
    private final Tracing tracing;
    private final LocalRegistry registry;
    private final CallMetrics metrics;
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private final List<Operation<?, ?>> operations = new ArrayList<>();
    private final InFlightRequests inFlight = new InFlightRequests();

    /** Serves on the event loop on which it is created. */
    public BusServer(Vertx vertx) {
        this(vertx, CallMetrics.NONE);
    }

    /** As {@link #BusServer(Vertx)}, with metrics. */
    public BusServer(Vertx vertx, CallMetrics metrics) {
        this.metrics = metrics;
        this.tracing = Tracing.of(vertx);
        this.bus = BusCodecs.register(vertx);
        this.registry = LocalRegistry.of(vertx);
    }

    /** For an operation that does not need the context of the call. */
    public <Q extends Record, R extends Record> BusServer serve(
            Operation<Q, R> operation, Function<Q, Future<R>> handler) {
        return serve(operation, (request, context) -> handler.apply(request));
    }

    public <Q extends Record, R extends Record> BusServer serve(Operation<Q, R> operation, Handler<Q, R> handler) {
        var served = new Served<>(operation, handler, metrics.of(operation));
        operations.add(operation);
        consumers.add(bus.consumer(operation.address(), message -> handleMessage(served, message)));
        consumers.add(bus.<CallBatch<Q, R>>localConsumer(
                registry.address(operation), message -> handleBatch(served, message)));
        return this;
    }

    /** Succeeds when every node of the cluster can call the operations. */
    public Future<Void> started() {
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList())
                .onSuccess(all -> operations.forEach(registry::register))
                .mapEmpty();
    }

    /** Accepts no more calls. Succeeds when the calls in flight are completed, or after two seconds. */
    public Future<Void> close() {
        operations.forEach(registry::unregister);
        return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
                .eventually(() -> inFlight.drained().timeout(DRAIN_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private <Q extends Record, R extends Record> void handleMessage(Served<Q, R> served, Message<Object> message) {
        var context = BusHeaders.read(message.headers());
        inFlight.started();
        trace(served, message.body(), context)
                .map(reply -> reply(served, message, reply))
                .onComplete((reply, failure) -> {
                    if (failure != null) {
                        var known = publicFailure(served.operation(), context, failure);
                        served.metrics().handled(known.code());
                        message.fail(known.code().number(), known.getMessage());
                    }
                    inFlight.finished();
                });
    }

    /** Completes each call separately, and replies to the message when all calls are completed. */
    private <Q extends Record, R extends Record> void handleBatch(
            Served<Q, R> served, Message<CallBatch<Q, R>> message) {
        inFlight.started();
        // The message was sent in this tick of the event loop, and no call waits longer than the message.
        var deadline = System.nanoTime() + served.operation().timeout().toNanos();
        var replies = message.body().calls().stream()
                .map(call -> handleCall(served, call, deadline))
                .toList();
        Future.join(replies).onComplete(all -> {
            message.reply(null);
            inFlight.finished();
        });
    }

    private <Q extends Record, R extends Record> Future<R> handleCall(
            Served<Q, R> served, CallBatch.PendingCall<Q, R> call, long deadline) {
        return trace(served, call.request(), call.context().noLaterThan(deadline))
                .onComplete((reply, failure) -> {
                    if (failure == null) {
                        served.metrics().handled(null);
                        call.complete(reply);
                    } else {
                        var known = publicFailure(served.operation(), call.context(), failure);
                        served.metrics().handled(known.code());
                        call.fail(known);
                    }
                });
    }

    private <Q extends Record, R extends Record> Future<R> trace(
            Served<Q, R> served, Object body, CallContext context) {
        if (tracing == null) {
            return handle(served, body, context);
        }
        var span = tracing.start(served.operation().address(), Tracing.Kind.SERVER, context.traceparent());
        return span.around(() -> handle(served, body, context.in(span)));
    }

    private static <Q extends Record, R extends Record> Future<R> handle(
            Served<Q, R> served, Object body, CallContext context) {
        // Inside a chain of futures, so that an exception becomes a failure, too.
        return Future.succeededFuture(body)
                .map(received -> served.operation().parseRequest(received))
                .compose(request -> Objects.requireNonNull(
                        served.handler().handle(request, context), "the handler returned no future"))
                .map(reply -> Objects.requireNonNull(reply, "the handler returned no reply"));
    }

    /** A request in plain JSON gets a reply in plain JSON. */
    private static <R extends Record> R reply(Served<?, R> served, Message<Object> message, R reply) {
        if (RecordCodec.isRecord(message.body())) {
            message.reply(reply, AS_RECORD);
        } else {
            message.reply(RecordJson.toJson(reply));
        }
        served.metrics().handled(null);
        return reply;
    }

    /** The code and the message for the caller. The cause is logged and does not leave this node. */
    private static ServiceException publicFailure(Operation<?, ?> operation, CallContext context, Throwable failure) {
        var known = toServiceException(failure);
        if (known.code() == FailureCode.INTERNAL) {
            line(LOG.atError(), operation, context).setCause(failure).log("{} failed", operation);
        } else if (known.code() == FailureCode.UNAVAILABLE) {
            logUnavailable(operation, context, known);
        }
        return new ServiceException(known.code(), known.getMessage());
    }

    private static void logUnavailable(Operation<?, ?> operation, CallContext context, ServiceException failure) {
        var cause = Objects.requireNonNullElse(failure.getCause(), failure);
        line(LOG.atWarn(), operation, context).log("{} is unavailable: {}", operation, cause.toString());
    }

    /** The filter of repeated log lines distinguishes them by marker, and so by operation. */
    private static LoggingEventBuilder line(LoggingEventBuilder line, Operation<?, ?> operation, CallContext context) {
        return LogFields.add(line, operation, context).addMarker(MarkerFactory.getMarker(operation.address()));
    }

    private static ServiceException toServiceException(Throwable failure) {
        if (!(failure instanceof ServiceException known)) {
            return new ServiceException(FailureCode.INTERNAL, "internal error", failure);
        }
        return switch (known.code()) {
            // A service that this handler called does not reply. To the caller of this handler, this service is
            // unavailable.
            case NO_HANDLERS, TIMEOUT -> ServiceException.unavailable(known.getMessage(), known);
            default -> known;
        };
    }
}
