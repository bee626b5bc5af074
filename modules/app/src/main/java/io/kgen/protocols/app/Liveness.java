package io.kgen.protocols.app;

import io.kgen.protocols.platform.LatencyTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this process can serve at all: its event loops run and have memory, and its public port accepts connections. An
 * orchestrator restarts a process that is not live. The database is not checked, because a restart does not repair it (E71).
 */
final class Liveness {

    /** Far above any pause of the garbage collector on a small heap; an orchestrator adds a threshold of its own. */
    private static final Duration MAX_AGE = Duration.ofSeconds(10);

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Vertx watching;
    private final Duration every;
    private final Duration maxAge;
    private final Heartbeats heartbeats;
    /** Null while no public listener is expected to be open. */
    private volatile ListenerCheck listener;

    private Liveness(Vertx watched, Vertx watching, Duration every, Duration maxAge, MeterRegistry meters) {
        this.watching = watching;
        this.every = every;
        this.maxAge = maxAge;
        this.heartbeats = Heartbeats.start(watched, every, maxAge, lag(meters));
    }

    /** @param watching another Vert.x, because a blocked one cannot report that it is blocked */
    static Liveness of(Vertx watched, Vertx watching, MeterRegistry meters) {
        return new Liveness(watched, watching, EVERY, MAX_AGE, meters);
    }

    static Liveness of(Vertx watched, Vertx watching, Duration every, Duration maxAge) {
        return new Liveness(watched, watching, every, maxAge, new CompositeMeterRegistry());
    }

    private static Timer lag(MeterRegistry meters) {
        return LatencyTimer.named("event.loop.lag", "How late the event loops run a task that is due once a second")
                .register(meters);
    }

    /** Expects the public listener to be open from now on. */
    void listening(String host, int port) {
        listener = new ListenerCheck(watching, host, port, every, maxAge);
    }

    /** Allows the public listener to close from now on, as it does in a graceful shutdown. */
    void draining() {
        var check = listener;
        listener = null;
        if (check != null) {
            check.stop();
        }
    }

    /** The problem, as a sentence without a full stop; empty if the process is live. */
    Optional<String> problem() {
        var check = listener;
        return heartbeats.problem().or(() -> check == null ? Optional.empty() : check.problem());
    }

    void stop() {
        draining();
        heartbeats.stop();
    }
}
