package io.kgen.protocols.users.redis;

import io.kgen.protocols.platform.RateLimitedLogger;
import java.time.Duration;
import org.slf4j.Logger;

/** The log lines of one client: each outage with its cause, and a reminder each minute while it lasts. */
final class RedisLog {

    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final Logger log;
    private final Object name;
    private final boolean isTls;
    /** For connections that are lost as soon as they are open, repeatedly. */
    private final RateLimitedLogger changes;

    private final RateLimitedLogger rejections;
    private RateLimitedLogger reminders;

    /** @param name of the Redis, or of the master that the sentinels know */
    RedisLog(Logger log, Object name, boolean isTls) {
        this.log = log;
        this.name = name;
        this.isTls = isTls;
        this.changes = new RateLimitedLogger(log);
        this.rejections = new RateLimitedLogger(log, REMINDER);
        this.reminders = new RateLimitedLogger(log, REMINDER);
    }

    void connected(String address) {
        reminders = new RateLimitedLogger(log, REMINDER);
        if (changes.tryAcquire("connected").isPresent()) {
            log.info("Redis {} is connected", address);
        }
    }

    void unavailable(Throwable failure) {
        if (changes.tryAcquire("unavailable").isPresent()
                && reminders.tryAcquire("unavailable").isPresent()) {
            warn("unavailable", failure);
        }
    }

    /** A command that Redis rejects does not cost the connection, but its caller continues without the cache. */
    void commandRejected(Throwable failure) {
        if (rejections.tryAcquire("rejected").isPresent()) {
            warn("rejected a command", failure);
        }
    }

    private void warn(String event, Throwable failure) {
        var reason = RedisFailure.of(failure, isTls);
        log.warn(
                "Redis {} {} ({}), continuing without the cache{}",
                name,
                event,
                reason.cause(),
                reason.adviceAfterColon());
    }
}
