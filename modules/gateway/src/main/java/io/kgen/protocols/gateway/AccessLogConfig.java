package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.ConfigSection;
import java.util.Map;

/**
 * Which requests the access log has.
 *
 * @param sample the part of them that is written, above 0 and at most 1
 */
public record AccessLogConfig(Requests requests, double sample) {

    public static final AccessLogConfig OFF = new AccessLogConfig(Requests.OFF, 1);

    /** The requests that are eligible. */
    public enum Requests {
        OFF,
        /** With another outcome than {@code ok} and {@code not_found}. */
        ERRORS,
        ALL
    }

    private static final Map<String, Requests> REQUESTS =
            Map.of("off", Requests.OFF, "false", Requests.OFF, "errors", Requests.ERRORS, "all", Requests.ALL);

    public static AccessLogConfig read(ConfigSection accessLog) {
        return new AccessLogConfig(accessLog.oneOf("requests", REQUESTS, Requests.OFF), accessLog.fraction("sample"));
    }
}
