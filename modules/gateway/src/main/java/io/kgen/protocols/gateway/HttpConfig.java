package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.Section;
import java.time.Duration;
import java.util.Set;

/**
 * The public listener.
 *
 * @param port 0 lets the system choose one
 * @param origins of the frontends that may call from a browser; {@code *} for any
 * @param drain how long requests in flight may take to finish once the listener closes
 */
public record HttpConfig(String host, int port, Set<String> origins, Duration drain) {

    public static HttpConfig read(Section http, Duration drain) {
        return new HttpConfig(
                http.text("host"),
                http.port("port"),
                Set.copyOf(http.section("cors").list("origins")),
                drain);
    }
}
