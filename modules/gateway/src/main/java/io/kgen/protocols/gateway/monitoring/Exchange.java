package io.kgen.protocols.gateway.monitoring;

import io.vertx.core.http.HttpServerRequest;

/**
 * The request in flight on a connection, as metrics and the access log see it. Each connection has one object for all its
 * requests, which it decodes one after the other, so that nothing is allocated for a request. Belongs to one event loop.
 */
public final class Exchange {

    private final EventLoopMonitor monitor;
    private boolean inProgress;
    private long startedAt;
    private RouteMetrics route;
    /** Null before the head has been handled. */
    private HttpServerRequest request;

    private RequestMethod method;
    /** Null if no player is authenticated. */
    private String issuer;
    /** Null unless the request failed. */
    private Outcome failure;

    private int status;
    private long received;
    private long sent;

    public Exchange(EventLoopMonitor monitor) {
        this.monitor = monitor;
    }

    /** The head of a request has arrived, valid or not. */
    public void begin() {
        inProgress = true;
        startedAt = System.nanoTime();
        route = monitor.metrics().unmatched();
        request = null;
        method = RequestMethod.OTHER;
        issuer = null;
        failure = null;
        status = 0;
        received = 0;
        sent = 0;
        monitor.traffic().started();
    }

    public void setRequest(HttpServerRequest valid) {
        request = valid;
        method = RequestMethod.of(valid.method());
    }

    /** The method of a request that is not valid HTTP is a placeholder. */
    public void setInvalidRequest(HttpServerRequest invalid) {
        request = invalid;
        method = RequestMethod.OTHER;
    }

    public void setRoute(RouteMetrics matched) {
        route = matched;
    }

    public void setIssuer(String ofPlayer) {
        issuer = ofPlayer;
    }

    public void setFailure(Outcome outcome) {
        failure = outcome;
    }

    public void setStatus(int code) {
        status = code;
    }

    public void bodyReceived(long bytes) {
        received += bytes;
        monitor.traffic().received(bytes);
    }

    public void bodySent(long bytes) {
        sent += bytes;
        monitor.traffic().sent(bytes);
    }

    /** The response has been written. */
    public void end() {
        if (inProgress) {
            end(failure == null ? Outcome.ofStatus(status) : failure);
        }
    }

    /** The connection is closed; a request in flight gets no response. */
    public void abort() {
        if (inProgress) {
            end(Outcome.CLOSED);
        }
    }

    private void end(Outcome outcome) {
        inProgress = false;
        monitor.traffic().ended();
        var nanos = System.nanoTime() - startedAt;
        route.record(method, outcome, nanos);
        if (monitor.accessLog().isOn()) {
            monitor.accessLog().log(this, outcome, nanos);
        }
        request = null;
    }

    RequestMethod method() {
        return method;
    }

    String route() {
        return route.route();
    }

    HttpServerRequest request() {
        return request;
    }

    String issuer() {
        return issuer;
    }

    int status() {
        return status;
    }

    long received() {
        return received;
    }

    long sent() {
        return sent;
    }
}
