package io.kgen.protocols.gateway.monitoring;

import io.vertx.core.http.HttpMethod;

/** The methods that metrics tell apart: clients may send any method, and the number of series must not grow with them. */
enum RequestMethod {
    GET("GET"),
    HEAD("HEAD"),
    POST("POST"),
    OPTIONS("OPTIONS"),
    OTHER("other");

    private final String label;

    RequestMethod(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static RequestMethod of(HttpMethod method) {
        if (method.equals(HttpMethod.GET)) {
            return GET;
        }
        if (method.equals(HttpMethod.POST)) {
            return POST;
        }
        if (method.equals(HttpMethod.HEAD)) {
            return HEAD;
        }
        return method.equals(HttpMethod.OPTIONS) ? OPTIONS : OTHER;
    }
}
