package io.kgen.protocols.gateway.monitoring;

/** Observes the requests of one event loop. */
public final class EventLoopMonitor {

    private final HttpMetrics metrics;
    private final AccessLog accessLog;
    private final EventLoopTraffic traffic;

    public EventLoopMonitor(HttpMetrics metrics, AccessLog accessLog) {
        this.metrics = metrics;
        this.accessLog = accessLog;
        this.traffic = metrics.newEventLoop();
    }

    public HttpMetrics metrics() {
        return metrics;
    }

    AccessLog accessLog() {
        return accessLog;
    }

    EventLoopTraffic traffic() {
        return traffic;
    }
}
