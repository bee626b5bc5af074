package io.kgen.protocols.gateway.http;

import io.vertx.ext.web.RoutingContext;

/** The one parameter of a path, as it was sent; the path of an {@link Endpoint} says where it is. */
public final class PathParameter {

    private final int prefixLength;
    private final int suffixLength;

    private PathParameter(int prefixLength, int suffixLength) {
        this.prefixLength = prefixLength;
        this.suffixLength = suffixLength;
    }

    /** The parameter in braces of a path such as {@code /events/{eventID}/drop}. */
    public static PathParameter of(String path) {
        return new PathParameter(path.indexOf('{'), path.length() - path.indexOf('}') - 1);
    }

    /** The value in a request to this path, still percent-encoded. */
    public String encoded(RoutingContext context) {
        var path = context.request().path();
        return path.substring(prefixLength, path.length() - suffixLength);
    }
}
