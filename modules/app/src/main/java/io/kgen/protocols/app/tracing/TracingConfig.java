package io.kgen.protocols.app.tracing;

import io.kgen.protocols.platform.ConfigSection;
import java.net.URI;
import java.util.Optional;

/**
 * Where spans are sent.
 *
 * @param otlpEndpoint of a collector, with the path; empty if tracing is off
 * @param ratio the part of the traces that begin here, from 0 to 1, of which spans are sent
 */
public record TracingConfig(Optional<URI> otlpEndpoint, double ratio) {

    public static TracingConfig read(ConfigSection tracing) {
        return new TracingConfig(endpoint(tracing), tracing.decimal("ratio", 0, 1));
    }

    private static Optional<URI> endpoint(ConfigSection tracing) {
        var text = tracing.optionalText("otlp-endpoint");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var uri = parse(text);
        if (uri.isEmpty()) {
            tracing.reject("otlp-endpoint", "must be a URL such as http://127.0.0.1:4318/v1/traces");
        }
        return uri;
    }

    private static Optional<URI> parse(String text) {
        try {
            var uri = URI.create(text);
            var isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return isHttp && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Null if tracing is off. The classes of OpenTelemetry are loaded only if it is on. */
    public OpenTelemetryTracing open(String version) {
        return otlpEndpoint
                .map(endpoint -> OpenTelemetryTracing.to(endpoint, ratio, version))
                .orElse(null);
    }
}
