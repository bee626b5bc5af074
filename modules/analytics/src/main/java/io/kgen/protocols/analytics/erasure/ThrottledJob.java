package io.kgen.protocols.analytics.erasure;

import io.kgen.protocols.bus.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs a long job as short steps with a pause between them, so that foreground statements are not delayed. Adds up what the
 * steps have done, and starts no step after its deadline.
 */
final class ThrottledJob {

    private static final long PAUSE_MILLIS = 5;

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

    /** The sum of all steps. */
    long done() {
        return done;
    }

    /** Repeats the step until its result is zero. */
    Future<Void> repeatUntilZero(Supplier<Future<Long>> step) {
        return repeat(() -> step.get().map(count -> add(count) > 0));
    }

    /** Runs a step for each of the items. */
    <T> Future<Void> forEach(Iterator<T> items, Function<T, Future<Long>> step) {
        return items.hasNext() ? repeat(() -> runNext(items, step)) : Future.succeededFuture();
    }

    private <T> Future<Boolean> runNext(Iterator<T> items, Function<T, Future<Long>> step) {
        return step.apply(items.next()).map(this::add).map(added -> items.hasNext());
    }

    private long add(long count) {
        done += count;
        return count;
    }

    /** Uses a promise, because composed futures would be retained, one per step, until the job ends. */
    private Future<Void> repeat(Supplier<Future<Boolean>> step) {
        var end = Promise.<Void>promise();
        run(step, end);
        return end.future();
    }

    private void run(Supplier<Future<Boolean>> step, Promise<Void> end) {
        if (System.nanoTime() - deadline > 0) {
            end.fail(ServiceException.unavailable("timed out; progress is kept, repeat the call to continue", null));
            return;
        }
        Future.succeededFuture()
                .compose(started -> step.get())
                .onSuccess(thereIsMore -> onStepDone(thereIsMore, step, end))
                .onFailure(end::fail);
    }

    private void onStepDone(boolean thereIsMore, Supplier<Future<Boolean>> step, Promise<Void> end) {
        if (thereIsMore) {
            vertx.setTimer(PAUSE_MILLIS, due -> run(step, end));
        } else {
            end.complete();
        }
    }
}
