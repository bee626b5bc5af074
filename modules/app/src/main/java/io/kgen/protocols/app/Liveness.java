package io.kgen.protocols.app;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this process can serve at all, so that it need not be restarted: its event loops and its acceptor run and have
 * memory, and its public port listens. Never looks at the database, since a restart does not repair that (E71).
 */
final class Liveness {

    /** Far above any pause of a collector on a small heap; an orchestrator adds its own patience to it. */
    private static final Duration MAX_AGE = Duration.ofSeconds(10);

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Vertx watching;
    private final Duration every;
    private final Duration maxAge;
    private final Heartbeats heartbeats;
    /** Null while no public listener is to be open. */
    private volatile ListenerCheck listener;

    private Liveness(Vertx watched, Vertx watching, Duration every, Duration maxAge) {
        this.watching = watching;
        this.every = every;
        this.maxAge = maxAge;
        this.heartbeats = Heartbeats.start(watched, every, maxAge);
    }

    /** @param watching a Vert.x of its own, because one that is stuck cannot say so */
    static Liveness of(Vertx watched, Vertx watching) {
        return of(watched, watching, EVERY, MAX_AGE);
    }

    static Liveness of(Vertx watched, Vertx watching, Duration every, Duration maxAge) {
        return new Liveness(watched, watching, every, maxAge);
    }

    /** From now on the public listener is to be open. */
    void listening(String host, int port) {
        listener = new ListenerCheck(watching, host, port, every, maxAge);
    }

    /** From now on it may close; an orderly stop is no fault. */
    void draining() {
        var check = listener;
        listener = null;
        if (check != null) {
            check.stop();
        }
    }

    /** What is wrong, as a sentence without a full stop; empty if nothing is. */
    Optional<String> fault() {
        var check = listener;
        return heartbeats.fault().or(() -> check == null ? Optional.empty() : check.fault());
    }

    void stop() {
        draining();
        heartbeats.stop();
    }
}
