package io.kgen.protocols.examples.tournament;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Repeats a request after a temporary failure. After {@code TIMEOUT} it is unknown whether the first attempt took effect, so
 * this is for idempotent requests: reads, and writes with a key or a revision.
 */
final class Retries {

    private static final Set<FailureCode> TEMPORARY =
            Set.of(FailureCode.UNAVAILABLE, FailureCode.OVERLOADED, FailureCode.NO_HANDLERS, FailureCode.TIMEOUT);

    private final Vertx vertx;
    private final int attempts;
    private final Duration pause;

    Retries(Vertx vertx, int attempts, Duration pause) {
        this.vertx = vertx;
        this.attempts = attempts;
        this.pause = pause;
    }

    <T> Future<T> of(Supplier<Future<T>> request) {
        return attempt(request, 1);
    }

    private <T> Future<T> attempt(Supplier<Future<T>> request, int number) {
        return request.get()
                .recover(failure -> number < attempts && isTemporary(failure)
                        ? vertx.timer(pause.toMillis() * number, TimeUnit.MILLISECONDS)
                                .compose(delayed -> attempt(request, number + 1))
                        : Future.failedFuture(failure));
    }

    private static boolean isTemporary(Throwable failure) {
        return failure instanceof ServiceException known && TEMPORARY.contains(known.code());
    }
}
