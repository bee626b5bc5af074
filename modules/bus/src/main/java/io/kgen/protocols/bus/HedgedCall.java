package io.kgen.protocols.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * A call to a cluster, with retries and hedged requests; the first reply counts.
 *
 * <p>A caller does not learn that the called node has died, or that its message was lost while that node was leaving. So an
 * idempotent request is sent again, to the next node, after half and after three quarters of the timeout without a reply;
 * until then the cluster has removed a dead node. A request that was not delivered is always sent again, because it cannot
 * have taken effect.
 */
final class HedgedCall<R extends Record> {

    /** Long enough for a change of the registry to reach all nodes, and short enough not to be noticed. */
    private static final long RETRY_DELAY_MILLIS = 50;

    private static final int MAX_ATTEMPTS = 3;

    private final Vertx vertx;
    private final LongFunction<Future<R>> send;
    private final boolean idempotent;
    private final OperationMetrics metrics;
    private final long deadline;
    private final Promise<R> reply = Promise.promise();
    private int attempts;
    /** Attempts without a result yet, and retries that wait for their delay. */
    private int inFlight;

    private HedgedCall(
            Vertx vertx, LongFunction<Future<R>> send, boolean idempotent, OperationMetrics metrics, long deadline) {
        this.vertx = vertx;
        this.send = send;
        this.idempotent = idempotent;
        this.metrics = metrics;
        this.deadline = deadline;
    }

    /**
     * Starts a call.
     *
     * @param idempotent whether the request may take effect twice
     * @param send sends the request once and waits that many milliseconds for the reply
     */
    static <R extends Record> Future<R> call(
            Vertx vertx,
            long timeoutMillis,
            boolean idempotent,
            OperationMetrics metrics,
            LongFunction<Future<R>> send) {
        var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        var call = new HedgedCall<>(vertx, send, idempotent, metrics, deadline);
        call.attempt();
        return call.reply.future();
    }

    private synchronized void attempt() {
        attempts++;
        inFlight++;
        var millis = Math.max(1, remainingMillis());
        send.apply(millis).onComplete(this::onAttemptDone);
        if (idempotent && attempts < MAX_ATTEMPTS) {
            var hedge = vertx.setTimer(Math.max(1, millis / 2), fired -> sendAgain(metrics::hedged));
            reply.future().onComplete(done -> vertx.cancelTimer(hedge));
        }
    }

    private synchronized void onAttemptDone(R received, Throwable failure) {
        inFlight--;
        if (failure == null) {
            reply.tryComplete(received);
        } else if (!isOutcomeUnknown(failure)) {
            reply.tryFail(failure);
        } else if (isRetryable(failure)) {
            inFlight++;
            vertx.setTimer(RETRY_DELAY_MILLIS, fired -> retryAfterDelay(failure));
        } else if (inFlight == 0) {
            reply.tryFail(failure);
        }
    }

    private synchronized void retryAfterDelay(Throwable failure) {
        inFlight--;
        sendAgain(metrics::retried);
        if (inFlight == 0) {
            reply.tryFail(failure);
        }
    }

    private synchronized void sendAgain(Runnable count) {
        if (attempts < MAX_ATTEMPTS && !reply.future().isComplete()) {
            count.run();
            attempt();
        }
    }

    private boolean isRetryable(Throwable failure) {
        return attempts < MAX_ATTEMPTS
                && remainingMillis() > RETRY_DELAY_MILLIS
                && (idempotent || ServiceException.is(failure, FailureCode.NO_HANDLERS));
    }

    private long remainingMillis() {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    /** The handler did not report a result, so another attempt may still get one. */
    private static boolean isOutcomeUnknown(Throwable failure) {
        return ServiceException.is(failure, FailureCode.NO_HANDLERS)
                || ServiceException.is(failure, FailureCode.TIMEOUT);
    }
}
