package io.kgen.protocols.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of the route table.
 *
 * @param operationId the name in {@code openapi.yaml}
 * @param path as in {@code openapi.yaml}, with parameters in braces
 */
public record Endpoint(String operationId, HttpMethod method, String path, List<Handler<RoutingContext>> handlers) {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    @SafeVarargs
    @SuppressWarnings("varargs") // List.of only reads them
    public static Endpoint get(String operationId, String path, Handler<RoutingContext>... handlers) {
        return new Endpoint(operationId, HttpMethod.GET, path, List.of(handlers));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // List.of only reads them
    public static Endpoint post(String operationId, String path, Handler<RoutingContext>... handlers) {
        return new Endpoint(operationId, HttpMethod.POST, path, List.of(handlers));
    }

    /**
     * Matches the path as it was sent. Vert.x would first resolve {@code ..} and escapes, which makes another path of an
     * invalid parameter.
     */
    public static String regex(String path) {
        return Stream.of(PARAMETER.split(path, -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*"));
    }

    /** Whether it serves an operation, which limits apply to, and not a document. */
    boolean isOperation() {
        return path.startsWith("/fe/") || path.startsWith("/s2s/");
    }

    public Stream<HttpMethod> methods() {
        return method.equals(HttpMethod.GET) ? Stream.of(HttpMethod.GET, HttpMethod.HEAD) : Stream.of(method);
    }
}
