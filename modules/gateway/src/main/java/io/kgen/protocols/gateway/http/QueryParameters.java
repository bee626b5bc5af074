package io.kgen.protocols.gateway.http;

import io.kgen.protocols.bus.Rfc3339;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The query parameters of a request; each has a documented name and is given once. */
public final class QueryParameters {

    private static final String KEY = QueryParameters.class.getName();
    private static final QueryParameters EMPTY = new QueryParameters(Map.of());

    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /** Rejects a request that has other parameters than these. */
    public static Handler<RoutingContext> allowing(Set<String> names) {
        return context -> {
            var text = context.request().query();
            if (text != null && !text.isEmpty()) {
                context.put(KEY, parse(text, names));
            }
            context.next();
        };
    }

    public static QueryParameters of(RoutingContext context) {
        return context.get(KEY, EMPTY);
    }

    /** The parameter as text, or null. */
    public String text(String name) {
        return values.get(name);
    }

    /** The parameter as text, or null if it is absent or empty. */
    public String nonEmptyText(String name) {
        var value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * The parsed parameter, or null if it is absent.
     *
     * @param parse throws a RuntimeException for a value that breaks the rule
     */
    public <T> T as(String name, Function<String, T> parse, String rule) {
        var value = values.get(name);
        if (value == null) {
            return null;
        }
        try {
            return parse.apply(value);
        } catch (RuntimeException e) {
            throw HttpException.invalid(name, rule);
        }
    }

    /** The parameter as a time, or null. */
    public Instant time(String name) {
        return as(name, text -> Rfc3339.parse(text).orElseThrow(), "must be " + Rfc3339.FORMAT_HINT);
    }

    private static QueryParameters parse(String text, Set<String> names) {
        var values = new HashMap<String, String>();
        for (var pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!names.contains(name)) {
                throw HttpException.badRequest(unknownParameter(names));
            }
            if (values.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw HttpException.invalid(name, "must not be given twice");
            }
        }
        return new QueryParameters(values);
    }

    private static String unknownParameter(Set<String> names) {
        return names.isEmpty()
                ? "this endpoint has no query parameters"
                : "unknown query parameter; the known ones are " + String.join(", ", new TreeSet<>(names));
    }

    private static String decode(String escaped) {
        return PercentEncoding.decode(escaped.replace('+', ' '))
                .orElseThrow(() -> HttpException.badRequest("the query must be percent-encoded UTF-8"));
    }
}
