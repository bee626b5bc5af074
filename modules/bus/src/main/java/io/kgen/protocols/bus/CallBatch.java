package io.kgen.protocols.bus;

import io.vertx.core.Promise;
import java.util.List;

/**
 * The calls of an operation in one tick of an event loop. They go to the handler on that loop in one message, because a
 * message and its reply cost more than most calls. Each call completes separately. A batch never leaves its event loop, and
 * does not change after it was sent.
 */
record CallBatch<Q extends Record, R extends Record>(List<PendingCall<Q, R>> calls) {

    /**
     * One of the calls. Its promise fails with a {@link ServiceException} only.
     *
     * @param startedAt a value of {@link System#nanoTime()}
     */
    record PendingCall<Q extends Record, R extends Record>(
            Q request, CallContext context, long startedAt, OperationMetrics metrics, Promise<R> promise) {

        void complete(R reply) {
            count(null);
            promise.tryComplete(reply);
        }

        void fail(ServiceException failure) {
            count(failure.code());
            promise.tryFail(failure);
        }

        /** Before the caller continues, so that a caller that has its reply is counted. */
        private void count(FailureCode failure) {
            if (!promise.future().isComplete()) {
                metrics.called(failure, System.nanoTime() - startedAt);
            }
        }
    }
}
