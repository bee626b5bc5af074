package io.kgen.protocols.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Collects the calls of one operation on one event loop, and sends them to the handler there when the tick ends. */
final class CallBatcher<Q extends Record, R extends Record> {

    private final Operation<Q, R> operation;
    private final String address;
    private final EventBus bus;
    private final Context context;
    private final OperationMetrics metrics;
    private final Transport fallback;
    private final DeliveryOptions options;
    private final long timeoutMillis;
    /** The calls of this tick, or null before its first call. */
    private List<CallBatch.PendingCall<Q, R>> pending;

    CallBatcher(
            Operation<Q, R> operation,
            String address,
            EventBus bus,
            Context context,
            OperationMetrics metrics,
            Transport fallback) {
        this.operation = operation;
        this.address = address;
        this.bus = bus;
        this.context = context;
        this.metrics = metrics;
        this.fallback = fallback;
        this.timeoutMillis = operation.timeout().toMillis();
        this.options = new DeliveryOptions()
                .setSendTimeout(timeoutMillis)
                .setLocalOnly(true)
                .setCodecName(LocalOnlyCodec.NAME);
    }

    String address() {
        return address;
    }

    Future<R> add(Q request, CallContext callContext) {
        var now = System.nanoTime();
        var millis = callContext.remainingMillis(now);
        var isEarlier = millis < timeoutMillis;
        var call = new CallBatch.PendingCall<Q, R>(
                request, callContext, now, isEarlier ? OperationMetrics.NONE : metrics, Promise.promise());
        if (pending == null) {
            pending = new ArrayList<>();
            context.runOnContext(tickEnded -> send());
        }
        pending.add(call);
        var reply = call.promise().future();
        return isEarlier ? withDeadline(reply, millis, now) : reply;
    }

    /** The message has the timeout of the operation; an earlier deadline needs a timer of its own. */
    private Future<R> withDeadline(Future<R> reply, long millis, long startedAt) {
        return reply.timeout(millis, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException ? ReplyErrors.timeout(operation, failure) : failure))
                .onComplete((received, failure) ->
                        metrics.called(ServiceException.codeOf(failure), System.nanoTime() - startedAt));
    }

    private void send() {
        var calls = List.copyOf(pending);
        pending = null;
        bus.request(address, new CallBatch<>(calls), options).onFailure(failure -> undelivered(calls, failure));
    }

    private void undelivered(List<CallBatch.PendingCall<Q, R>> calls, Throwable failure) {
        if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
            // The handler was closed before this message, so it has not received any of the calls.
            calls.forEach(call ->
                    fallback.call(operation, call.request(), call.context()).onComplete(call.promise()));
        } else {
            calls.forEach(call -> call.fail(ReplyErrors.of(operation, failure)));
        }
    }
}
