package io.kgen.protocols.app;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What SIGTERM and SIGINT set going: an orderly stop that ends in time, whatever hangs (E08). */
final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /** For what comes after the requests in flight: closing connections, some of them to servers that may hang. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private Shutdown() {}

    static void onSignal(Application application, Duration timeout) {
        var hook = new Thread(() -> stop(application, timeout.plus(GRACE)), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Halts, since a JVM that a signal ends reports the signal, and an orderly stop is a success. */
    private static void stop(Application application, Duration deadline) {
        LOG.info("stopping");
        try {
            application.stop().await(deadline.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("stopped");
        } catch (TimeoutException e) {
            LOG.warn("stopped without waiting any longer for what hangs");
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
