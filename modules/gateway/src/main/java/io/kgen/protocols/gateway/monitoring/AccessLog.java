package io.kgen.protocols.gateway.monitoring;

import io.kgen.protocols.gateway.AccessLogConfig;
import io.kgen.protocols.gateway.TrustedProxies;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes a line for each request, or for a sample, to the logger {@code access}: the template of the route instead of the
 * path, the issuer instead of the player, and nothing of query, headers or body, which may identify a person (E73).
 */
public final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("access");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final double NANOS_PER_MICRO = 1e3;

    private final AccessLogConfig config;
    private final TrustedProxies proxies;

    public AccessLog(AccessLogConfig config, TrustedProxies proxies) {
        this.config = config;
        this.proxies = proxies;
    }

    boolean isOn() {
        return config.requests() != AccessLogConfig.Requests.OFF;
    }

    void log(Exchange exchange, Outcome outcome, long nanos) {
        if (LOG.isInfoEnabled() && isLogged(outcome) && isSampled()) {
            var line = with(LOG.atInfo(), "requestId", requestId(exchange.request()))
                    .addKeyValue("route", exchange.route())
                    .addKeyValue("method", exchange.method().label())
                    .addKeyValue("status", exchange.status())
                    .addKeyValue("outcome", outcome.label())
                    .addKeyValue("durationMs", Math.round(nanos / NANOS_PER_MICRO) / NANOS_PER_MICRO)
                    .addKeyValue("bytesIn", exchange.received())
                    .addKeyValue("bytesOut", exchange.sent());
            with(with(line, "issuer", exchange.issuer()), "client", client(exchange.request()))
                    .log("request");
        }
    }

    private boolean isLogged(Outcome outcome) {
        return config.requests() == AccessLogConfig.Requests.ALL || outcome.isError();
    }

    private boolean isSampled() {
        return config.sample() >= 1 || ThreadLocalRandom.current().nextDouble() < config.sample();
    }

    private static String requestId(HttpServerRequest request) {
        return request == null ? null : request.response().headers().get(REQUEST_ID);
    }

    private String client(HttpServerRequest request) {
        return request == null ? null : ClientAddress.of(request, proxies);
    }

    private static LoggingEventBuilder with(LoggingEventBuilder line, String field, String value) {
        return value == null ? line : line.addKeyValue(field, value);
    }
}
