package io.kgen.protocols.gateway.monitoring;

import io.kgen.protocols.platform.RateLimitedLogger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters of the public listener of a node, shared by its event loops. */
public final class HttpMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(HttpMetrics.class);

    private final MeterRegistry meters;
    private final List<EventLoopTraffic> traffic = new CopyOnWriteArrayList<>();
    private final Map<String, RouteMetrics> routes = new ConcurrentHashMap<>();
    private final RouteMetrics unmatched;
    private final RouteMetrics preflight;
    private final Counter requestHits;
    private final Counter connectionHits;
    private final RateLimitedLogger limitedLog = new RateLimitedLogger(LOG, Duration.ofMinutes(1));

    /** @param connections the number of open connections */
    public HttpMetrics(MeterRegistry meters, IntSupplier connections) {
        this.meters = meters;
        unmatched = new RouteMetrics("unmatched", meters)
                .expect(EnumSet.allOf(RequestMethod.class), EnumSet.of(Outcome.NOT_FOUND, Outcome.BAD_REQUEST));
        preflight = new RouteMetrics("preflight", meters)
                .expect(EnumSet.of(RequestMethod.OPTIONS), EnumSet.of(Outcome.OK, Outcome.CLOSED));
        requestHits = hits("requests-in-flight");
        connectionHits = hits("connections");
        Gauge.builder("http.connections", connections, IntSupplier::getAsInt)
                .description("Open connections of clients")
                .strongReference(true)
                .register(meters);
        Gauge.builder("http.requests.in.flight", this, HttpMetrics::inFlight)
                .description("Requests without a response yet")
                .strongReference(true)
                .register(meters);
        bytes("http.request.body", "Bytes of request bodies as they arrived", EventLoopTraffic::received);
        bytes("http.response.body", "Bytes of response bodies", EventLoopTraffic::sent);
    }

    /** The requests in flight on all event loops. */
    public int inFlight() {
        var sum = 0;
        // By index, because an iterator would be allocated for each request.
        for (var i = 0; i < traffic.size(); i++) {
            sum += traffic.get(i).inFlight();
        }
        return sum;
    }

    /** The metrics of an endpoint; the same for two endpoints with one path. */
    public RouteMetrics endpoint(String path) {
        return routes.computeIfAbsent(
                path,
                route -> new RouteMetrics(route, meters)
                        .expect(EnumSet.of(RequestMethod.OPTIONS), EnumSet.of(Outcome.OK))
                        .expect(EnumSet.allOf(RequestMethod.class), EnumSet.of(Outcome.METHOD_NOT_ALLOWED)));
    }

    /** Registers the series of a method that an endpoint has. */
    public void expect(String path, Set<String> methods) {
        var outcomes = EnumSet.complementOf(EnumSet.of(Outcome.METHOD_NOT_ALLOWED));
        methods.forEach(method -> endpoint(path).expect(EnumSet.of(RequestMethod.valueOf(method)), outcomes));
    }

    /** Of a request whose path has no endpoint, or that is not valid HTTP. */
    RouteMetrics unmatched() {
        return unmatched;
    }

    public RouteMetrics preflight() {
        return preflight;
    }

    EventLoopTraffic newEventLoop() {
        var loop = new EventLoopTraffic();
        traffic.add(loop);
        return loop;
    }

    /** A request is refused because of {@code limits.requests-in-flight}. */
    public void requestRefused() {
        requestHits.increment();
        limitedLog.warn(requestHits, "refused a request: limits.requests-in-flight is reached");
    }

    /** The limit {@code http.connections} is reached, or the memory for connections is used up. */
    public void connectionLimitReached() {
        connectionHits.increment();
        limitedLog.warn(
                connectionHits,
                "refused or closed a connection: http.connections is reached, or clients send or do not read too much");
    }

    private Counter hits(String limit) {
        return Counter.builder("limits.hits")
                .description("Requests refused by a limit")
                .tag("limit", limit)
                .tag("kind", "any")
                .register(meters);
    }

    private void bytes(String name, String description, ToLongFunction<EventLoopTraffic> ofLoop) {
        FunctionCounter.builder(
                        name, traffic, loops -> loops.stream().mapToLong(ofLoop).sum())
                .description(description)
                .baseUnit("bytes")
                .register(meters);
    }
}
