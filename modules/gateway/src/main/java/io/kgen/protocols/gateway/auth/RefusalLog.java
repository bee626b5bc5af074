package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.platform.RateLimitedLogger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs refused tokens by reason: the first one at once, and all further ones of a period as a number, because attackers can
 * send many. Never logs a token. Thread-safe.
 */
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final RateLimitedLogger limit;
    private final Map<TokenRefusal, LongAdder> further = Arrays.stream(TokenRefusal.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), reason -> new LongAdder()));

    RefusalLog(Duration period) {
        this.limit = new RateLimitedLogger(LOG, period);
    }

    void refused(TokenRefusal reason) {
        if (limit.tryAcquire(reason).isPresent()) {
            LOG.info("refused a token, reason {}: {}", reason, reason.message());
        } else {
            further.get(reason).increment();
        }
    }

    /** Logs the number of tokens since the last report; to call once in a period. */
    void report() {
        further.forEach((reason, number) -> {
            var tokens = number.sumThenReset();
            if (tokens > 0) {
                LOG.info("refused {} more tokens, reason {}: {}", tokens, reason, reason.message());
            }
        });
    }
}
