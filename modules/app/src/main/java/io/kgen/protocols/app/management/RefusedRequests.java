package io.kgen.protocols.app.management;

import io.kgen.protocols.platform.AuditEntry;
import io.kgen.protocols.platform.AuditTrail;
import io.kgen.protocols.platform.RateLimitedLogger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failed administrative access: each is counted, and each reason is logged and audited at most once in ten seconds, so that
 * nobody can fill the log or the database.
 */
final class RefusedRequests {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedRequests.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final RateLimitedLogger log = new RateLimitedLogger(LOG, PERIOD);
    private final AuditTrail audit;
    private final Map<Refusal, Counter> counters = new EnumMap<>(Refusal.class);

    RefusedRequests(MeterRegistry meters, AuditTrail audit) {
        this.audit = audit;
        for (var refusal : Refusal.values()) {
            counters.put(
                    refusal,
                    Counter.builder("management.refused")
                            .description("Requests to the management listener that were refused")
                            .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    /** @param route the template of the route, such as {@code PUT /loggers/{}} */
    void record(Refusal refusal, String route, Request request) {
        counters.get(refusal).increment();
        log.tryAcquire(refusal).ifPresent(suppressed -> report(refusal, route, request, suppressed));
    }

    private void report(Refusal refusal, String route, Request request, int suppressed) {
        LOG.warn(
                "refused {} of the management listener to {}, request {}: {} ({} more like this since the last line)",
                route,
                request.client(),
                request.id(),
                refusal.sentence(),
                suppressed);
        var details = Map.of(
                "route", route,
                "address", request.client(),
                "reason", refusal.name().toLowerCase(Locale.ROOT),
                "more", Integer.toString(suppressed));
        audit.record(new AuditEntry(AuditTrail.OPERATOR, AuditTrail.ACCESS_DENIED, request.id(), details));
    }
}
