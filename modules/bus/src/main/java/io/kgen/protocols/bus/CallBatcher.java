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

/** Gathers the calls of one operation on one event loop, and sends them to the instance there when the turn ends. */
final class CallBatcher<Q extends Record, R extends Record> {

    /** Asks by a message of its own, wherever the operation is served. */
    @FunctionalInterface
    interface Elsewhere<Q extends Record, R extends Record> {
        Future<R> ask(Q request, CallContext call);
    }

    private final Operation<Q, R> operation;
    private final String address;
    private final EventBus bus;
    private final Context context;
    private final Elsewhere<Q, R> elsewhere;
    private final DeliveryOptions options;
    private final long timeoutMillis;
    private List<CallBatch.PendingCall<Q, R>> gathering;

    CallBatcher(Operation<Q, R> operation, String address, EventBus bus, Context context, Elsewhere<Q, R> elsewhere) {
        this.operation = operation;
        this.address = address;
        this.bus = bus;
        this.context = context;
        this.elsewhere = elsewhere;
        this.timeoutMillis = operation.timeout().toMillis();
        this.options = new DeliveryOptions()
                .setSendTimeout(timeoutMillis)
                .setLocalOnly(true)
                .setCodecName(LocalOnlyCodec.NAME);
    }

    String address() {
        return address;
    }

    Future<R> add(Q request, CallContext call) {
        var asked = new CallBatch.PendingCall<Q, R>(request, call, Promise.promise());
        if (gathering == null) {
            gathering = new ArrayList<>();
            context.runOnContext(turnEnded -> send());
        }
        gathering.add(asked);
        return within(call.remainingMillis(), asked.answer().future());
    }

    /** The operation's own timeout is that of the message; a caller of less patience needs a timer of its own. */
    private Future<R> within(long millis, Future<R> answer) {
        return millis >= timeoutMillis
                ? answer
                : answer.timeout(millis, TimeUnit.MILLISECONDS)
                        .recover(failure -> Future.failedFuture(
                                failure instanceof TimeoutException
                                        ? ReplyErrors.timeout(operation, failure)
                                        : failure));
    }

    private void send() {
        var calls = List.copyOf(gathering);
        gathering = null;
        bus.request(address, new CallBatch<>(calls), options).onFailure(failure -> unanswered(calls, failure));
    }

    private void unanswered(List<CallBatch.PendingCall<Q, R>> calls, Throwable failure) {
        if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
            // The instance is gone and has seen none of them.
            calls.forEach(asked -> elsewhere.ask(asked.request(), asked.call()).onComplete(asked.answer()));
        } else {
            calls.forEach(asked -> asked.answer().tryFail(ReplyErrors.of(operation, failure)));
        }
    }
}
