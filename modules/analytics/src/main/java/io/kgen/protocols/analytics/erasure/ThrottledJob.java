package io.kgen.protocols.analytics.erasure;

import io.kgen.protocols.bus.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Long work in short steps, one at a time and with a breath between them, so that everybody else comes first. Counts what
 * the steps have done, and takes no more of them past its deadline.
 */
final class ThrottledJob {

    private static final long BREATH_MILLIS = 5;

    private final Vertx vertx;
    private final long deadline;
    private long done;

    /**
     * @param deadline by {@link System#nanoTime()}
     */
    ThrottledJob(Vertx vertx, long deadline) {
        this.vertx = vertx;
        this.deadline = deadline;
    }

    /** What all steps together have done. */
    long done() {
        return done;
    }

    /** Takes the step again and again, until it does nothing. */
    Future<Void> untilNothingIsDone(Supplier<Future<Long>> step) {
        return repeat(() -> step.get().map(count -> add(count) > 0));
    }

    /** Takes a step for each of them. */
    <T> Future<Void> forEach(Iterator<T> all, Function<T, Future<Long>> step) {
        return all.hasNext() ? repeat(() -> one(all, step)) : Future.succeededFuture();
    }

    private <T> Future<Boolean> one(Iterator<T> all, Function<T, Future<Long>> step) {
        return step.apply(all.next()).map(this::add).map(added -> all.hasNext());
    }

    private long add(long count) {
        done += count;
        return count;
    }

    /** Not by composing, which would keep a future for each step until the last one is taken. */
    private Future<Void> repeat(Supplier<Future<Boolean>> step) {
        var end = Promise.<Void>promise();
        take(step, end);
        return end.future();
    }

    private void take(Supplier<Future<Boolean>> step, Promise<Void> end) {
        if (System.nanoTime() - deadline > 0) {
            end.fail(ServiceException.unavailable(
                    "it took too long; what is done stays done, ask again for the rest", null));
            return;
        }
        Future.succeededFuture()
                .compose(now -> step.get())
                .onSuccess(more -> goOn(more, step, end))
                .onFailure(end::fail);
    }

    private void goOn(boolean more, Supplier<Future<Boolean>> step, Promise<Void> end) {
        if (more) {
            vertx.setTimer(BREATH_MILLIS, rested -> take(step, end));
        } else {
            end.complete();
        }
    }
}
