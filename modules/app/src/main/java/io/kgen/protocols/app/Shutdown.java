package io.kgen.protocols.app;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a graceful shutdown on SIGTERM and SIGINT, and exits in time even if a connection hangs (E08). */
final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /** For the phases after the requests in flight: closing connections, some of them to servers that may hang. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private Shutdown() {}

    static void onSignal(Application application, Duration timeout) {
        var hook = new Thread(() -> stop(application, timeout.plus(GRACE)), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Halts with exit code 0: a JVM that a signal ends reports the signal, but a graceful shutdown is a success. */
    private static void stop(Application application, Duration deadline) {
        LOG.info("stopping");
        try {
            application.stop().await(deadline.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("stopped");
        } catch (TimeoutException e) {
            LOG.warn("shutdown timed out, exiting with work in flight");
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
