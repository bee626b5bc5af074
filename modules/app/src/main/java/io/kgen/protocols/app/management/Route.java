package io.kgen.protocols.app.management;

import io.vertx.core.http.HttpMethod;

/**
 * A row of the route table.
 *
 * @param path a fixed path, or one that ends with {@code /{}} for a parameter, which is one segment
 */
public record Route(HttpMethod method, String path, Access access, Endpoint endpoint) {

    private static final String PARAMETER = "{}";

    public static Route get(String path, Access access, Endpoint endpoint) {
        return new Route(HttpMethod.GET, path, access, endpoint);
    }

    public static Route put(String path, Access access, Endpoint endpoint) {
        return new Route(HttpMethod.PUT, path, access, endpoint);
    }

    public static Route post(String path, Access access, Endpoint endpoint) {
        return new Route(HttpMethod.POST, path, access, endpoint);
    }

    /** @param actual the path of a request, decoded */
    boolean matches(String actual) {
        if (!path.endsWith(PARAMETER)) {
            return path.equals(actual);
        }
        return actual.startsWith(prefix())
                && !parameter(actual).isEmpty()
                && parameter(actual).indexOf('/') < 0;
    }

    /** The parameter in a path that matches; empty if the route has none. */
    String parameter(String actual) {
        return path.endsWith(PARAMETER) ? actual.substring(prefix().length()) : "";
    }

    /** HEAD is GET without a body (RFC 9110, 9.3.2). */
    boolean allows(HttpMethod requested) {
        return method.equals(requested) || (method.equals(HttpMethod.GET) && requested.equals(HttpMethod.HEAD));
    }

    String allowed() {
        return method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name();
    }

    private String prefix() {
        return path.substring(0, path.length() - PARAMETER.length());
    }
}
