package io.kgen.protocols.gateway.monitoring;

import io.kgen.protocols.platform.LatencyTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times the requests of one route. All combinations of method and outcome that occur are registered at the start,
 * so that the number of series is constant and a rate is known from the first error on.
 */
public final class RouteMetrics {

    private final String route;
    private final MeterRegistry meters;
    private final Timer duration;
    private final Map<RequestMethod, Map<Outcome, Counter>> counters = new EnumMap<>(RequestMethod.class);

    /** @param route the template of the path, as in {@code openapi.yaml} */
    RouteMetrics(String route, MeterRegistry meters) {
        this.route = route;
        this.meters = meters;
        this.duration = LatencyTimer.named("http.request.duration", "Time from the head of a request to its response")
                .tag("route", route)
                .register(meters);
        for (var method : RequestMethod.values()) {
            counters.put(method, new EnumMap<>(Outcome.class));
        }
    }

    /** Registers the series of these combinations. */
    RouteMetrics expect(Set<RequestMethod> methods, Set<Outcome> outcomes) {
        for (var method : methods) {
            outcomes.forEach(outcome -> counters.get(method).put(outcome, register(method, outcome)));
        }
        return this;
    }

    String route() {
        return route;
    }

    void record(RequestMethod method, Outcome outcome, long nanos) {
        duration.record(nanos, TimeUnit.NANOSECONDS);
        var counter = counters.get(method).get(outcome);
        // A combination that was not expected is registered then; their number is limited by the two enums.
        (counter == null ? register(method, outcome) : counter).increment();
    }

    private Counter register(RequestMethod method, Outcome outcome) {
        return Counter.builder("http.requests")
                .description("Requests by route, method and outcome")
                .tag("route", route)
                .tag("method", method.label())
                .tag("outcome", outcome.label())
                .register(meters);
    }
}
