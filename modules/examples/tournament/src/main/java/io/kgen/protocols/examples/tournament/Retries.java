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
 * Asks again after a failure that may pass. After {@code TIMEOUT} nobody knows whether the first attempt took place, so this
 * is for requests that may be sent twice: those that only ask, and those with a key or a revision of their own.
 */
final class Retries {

    private static final Set<FailureCode> MAY_PASS =
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
                .recover(failure -> number < attempts && mayPass(failure)
                        ? vertx.timer(pause.toMillis() * number, TimeUnit.MILLISECONDS)
                                .compose(waited -> attempt(request, number + 1))
                        : Future.failedFuture(failure));
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof ServiceException known && MAY_PASS.contains(known.code());
    }
}
