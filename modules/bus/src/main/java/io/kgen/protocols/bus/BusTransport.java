package io.kgen.protocols.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/**
 * Sends a message for each call: to a handler on this node if there is one, otherwise to a handler on another node of the
 * cluster, with retries and hedging.
 */
final class BusTransport implements Transport {

    private final Vertx vertx;
    private final EventBus bus;
    private final LocalRegistry registry;
    private final CallMetrics metrics;

    BusTransport(Vertx vertx, EventBus bus, LocalRegistry registry, CallMetrics metrics) {
        this.vertx = vertx;
        this.bus = bus;
        this.registry = registry;
        this.metrics = metrics;
    }

    @Override
    public <Q extends Record, R extends Record> Future<R> call(
            Operation<Q, R> operation, Q request, CallContext context) {
        var counts = metrics.of(operation);
        var startedAt = System.nanoTime();
        return callNearest(operation, request, context)
                .onComplete((reply, failure) ->
                        counts.called(ServiceException.codeOf(failure), System.nanoTime() - startedAt));
    }

    private <Q extends Record, R extends Record> Future<R> callNearest(
            Operation<Q, R> operation, Q request, CallContext context) {
        var timeout = Math.min(operation.timeout().toMillis(), context.remainingMillis());
        if (!vertx.isClustered()) {
            return send(operation, request, BusHeaders.write(context, timeout));
        }
        if (!registry.isServedOnNode(operation)) {
            return callCluster(operation, request, context, timeout);
        }
        return send(operation, request, BusHeaders.write(context, timeout).setLocalOnly(true))
                .recover(failure -> ServiceException.is(failure, FailureCode.NO_HANDLERS)
                        ? callCluster(operation, request, context, Math.min(timeout, context.remainingMillis()))
                        : Future.failedFuture(failure));
    }

    private <Q extends Record, R extends Record> Future<R> callCluster(
            Operation<Q, R> operation, Q request, CallContext context, long timeout) {
        return HedgedCall.call(
                vertx,
                timeout,
                operation.idempotency().test(request),
                metrics.of(operation),
                millis -> send(operation, request, BusHeaders.write(context, millis)));
    }

    private <Q extends Record, R extends Record> Future<R> send(
            Operation<Q, R> operation, Q request, DeliveryOptions options) {
        return bus.request(operation.address(), request, options.setCodecName(RecordCodec.NAME))
                .map(message -> operation.parseReply(message.body()))
                .recover(failure -> Future.failedFuture(ReplyErrors.of(operation, failure)));
    }
}
