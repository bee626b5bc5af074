package io.kgen.protocols.app;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graceful shutdown as a list of named phases. Each phase begins when the one before it has ended; a phase that fails is
 * logged, and the next one begins all the same. One log line for each phase has its time.
 */
final class ShutdownSequence {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownSequence.class);

    private record Phase(String name, Supplier<Future<?>> work) {}

    private final List<Phase> phases = new ArrayList<>();

    /** @param name what the phase does, as an imperative for the log */
    ShutdownSequence then(String name, Supplier<Future<?>> work) {
        phases.add(new Phase(name, work));
        return this;
    }

    /** For a phase that has nothing to wait for. */
    ShutdownSequence then(String name, Runnable work) {
        return then(name, () -> {
            work.run();
            return Future.succeededFuture();
        });
    }

    /** Always succeeds, after the last phase. */
    Future<Void> run() {
        // Not bound to an event loop, because the last phases end when there is none left.
        Future<Void> done = Future.succeededFuture();
        for (var phase : phases) {
            done = done.compose(previous -> run(phase));
        }
        return done;
    }

    private Future<Void> run(Phase phase) {
        var began = System.nanoTime();
        return Future.<Void>succeededFuture()
                .compose(start -> phase.work().get())
                .onFailure(failure -> LOG.warn("shutdown: failed to {}", phase.name(), failure))
                .onComplete(ended -> LOG.info("shutdown: {} ({} ms)", phase.name(), millisSince(began)))
                .transform(ended -> Future.succeededFuture());
    }

    private static long millisSince(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }
}
