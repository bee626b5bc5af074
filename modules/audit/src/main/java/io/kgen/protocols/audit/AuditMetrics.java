package io.kgen.protocols.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the entries that are no part of a transaction. */
final class AuditMetrics {

    private final Counter written;
    private final Counter lost;

    AuditMetrics(MeterRegistry meters) {
        written = counter(meters, "written");
        lost = counter(meters, "lost");
    }

    void written() {
        written.increment();
    }

    void lost() {
        lost.increment();
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("audit.entries")
                .tag("outcome", outcome)
                .description("Audit entries of the platform team and of nodes")
                .register(meters);
    }
}
