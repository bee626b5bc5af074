package io.kgen.protocols.platform;

import java.time.Duration;
import org.slf4j.Logger;

/** What the log says of one link to Redis: each outage with its cause, and what lasts once a minute. */
final class RedisLog {

    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final Logger log;
    private final Object name;
    private final boolean overTls;
    /** For a connection that is lost as soon as it is there, again and again. */
    private final RateLimitedLogger changes;

    private final RateLimitedLogger refusals;
    private RateLimitedLogger reminders;

    /** @param name of the Redis, or of what the sentinels know */
    RedisLog(Logger log, Object name, boolean overTls) {
        this.log = log;
        this.name = name;
        this.overTls = overTls;
        this.changes = new RateLimitedLogger(log);
        this.refusals = new RateLimitedLogger(log, REMINDER);
        this.reminders = new RateLimitedLogger(log, REMINDER);
    }

    void connected(String address) {
        reminders = new RateLimitedLogger(log, REMINDER);
        if (changes.tryAcquire("connected").isPresent()) {
            log.info("Redis {} is connected", address);
        }
    }

    void away(Throwable failure) {
        if (changes.tryAcquire("away").isPresent()
                && reminders.tryAcquire("away").isPresent()) {
            warn("is away", failure);
        }
    }

    /** A command that Redis refuses does not cost the connection, but its caller goes on without Redis. */
    void refused(Throwable failure) {
        if (refusals.tryAcquire("refused").isPresent()) {
            warn("refuses a command", failure);
        }
    }

    private void warn(String what, Throwable failure) {
        var reason = RedisFailure.of(failure, overTls);
        log.warn("Redis {} {} ({}); going on without it{}", name, what, reason.cause(), reason.adviceAfterColon());
    }
}
