package io.kgen.protocols.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Asks a cluster, and again where that helps and does no harm; the first answer counts.
 *
 * <p>Nobody tells a caller that the node it asked has died, or that its message was lost on the way to one that was leaving.
 * So what may be repeated is asked again, of whichever node is next, when half and three quarters of the time have gone by
 * without an answer; the cluster has missed a dead node by then. Whatever found nobody to deliver it to is asked again in
 * any case, since it cannot have taken place.
 */
final class HedgedCall<R extends Record> {

    /** Long enough for news of who serves what to get round, short enough to go unnoticed. */
    private static final long PAUSE_MILLIS = 50;

    private static final int MOST_ATTEMPTS = 3;

    private final Vertx vertx;
    private final LongFunction<Future<R>> attempt;
    private final boolean repeatable;
    private final long deadline;
    private final Promise<R> answer = Promise.promise();
    private int attempts;
    /** Attempts that are not answered yet, or about to be made. */
    private int underWay;

    private HedgedCall(Vertx vertx, LongFunction<Future<R>> attempt, boolean repeatable, long deadline) {
        this.vertx = vertx;
        this.attempt = attempt;
        this.repeatable = repeatable;
        this.deadline = deadline;
    }

    /**
     * @param attempt asks and waits for so many milliseconds
     * @param repeatable whether it may take place twice
     */
    static <R extends Record> Future<R> ask(
            Vertx vertx, long timeoutMillis, boolean repeatable, LongFunction<Future<R>> attempt) {
        var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        var insistence = new HedgedCall<>(vertx, attempt, repeatable, deadline);
        insistence.ask();
        return insistence.answer.future();
    }

    private synchronized void ask() {
        attempts++;
        underWay++;
        var millis = Math.max(1, remainingMillis());
        attempt.apply(millis).onComplete(this::heard);
        if (repeatable && attempts < MOST_ATTEMPTS) {
            var silence = vertx.setTimer(Math.max(1, millis / 2), over -> askAgain());
            answer.future().onComplete(over -> vertx.cancelTimer(silence));
        }
    }

    private synchronized void heard(R reply, Throwable failure) {
        underWay--;
        if (failure == null) {
            answer.tryComplete(reply);
        } else if (!isSilence(failure)) {
            answer.tryFail(failure);
        } else if (isWorthAnother(failure)) {
            underWay++;
            vertx.setTimer(PAUSE_MILLIS, over -> askAfterPause(failure));
        } else if (underWay == 0) {
            answer.tryFail(failure);
        }
    }

    private synchronized void askAfterPause(Throwable failure) {
        underWay--;
        askAgain();
        if (underWay == 0) {
            answer.tryFail(failure);
        }
    }

    private synchronized void askAgain() {
        if (attempts < MOST_ATTEMPTS && !answer.future().isComplete()) {
            ask();
        }
    }

    private boolean isWorthAnother(Throwable failure) {
        return attempts < MOST_ATTEMPTS && remainingMillis() > PAUSE_MILLIS && (isUndelivered(failure) || repeatable);
    }

    private long remainingMillis() {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    private static boolean isUndelivered(Throwable failure) {
        return ServiceException.is(failure, FailureCode.NO_HANDLERS);
    }

    /** No word of what became of it: somebody else may still have one. */
    private static boolean isSilence(Throwable failure) {
        return isUndelivered(failure) || ServiceException.is(failure, FailureCode.TIMEOUT);
    }
}
