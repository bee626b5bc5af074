package io.kgen.protocols.gateway.operations;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.gateway.http.HttpException;
import io.kgen.protocols.gateway.http.JsonResponses;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Makes the HTTP response from the reply of an operation, or from its failure. */
public final class ResponseMapper<R> {

    private final BiConsumer<RoutingContext, R> success;
    private final UnaryOperator<Throwable> error;

    private ResponseMapper(BiConsumer<RoutingContext, R> success, UnaryOperator<Throwable> error) {
        this.success = success;
        this.error = error;
    }

    /** 200 with a record, or a list of records, as JSON. */
    public static <R> ResponseMapper<R> ok(Function<R, ?> record) {
        return new ResponseMapper<>(
                (context, reply) -> JsonResponses.ok(context, record.apply(reply)), UnaryOperator.identity());
    }

    /** 200 with the same record for every reply, serialized once. */
    public static <R> ResponseMapper<R> okAlways(Object record) {
        var json = JsonResponses.json(record);
        return new ResponseMapper<>(
                (context, reply) -> JsonResponses.ok(context, JsonResponses.JSON, json), UnaryOperator.identity());
    }

    /** Adds a header, unless its value is null. */
    public ResponseMapper<R> withHeader(CharSequence name, Function<R, String> value) {
        BiConsumer<RoutingContext, R> header = (context, reply) -> {
            var text = value.apply(reply);
            if (text != null) {
                context.response().putHeader(name, text);
            }
        };
        return new ResponseMapper<>(header.andThen(success), error);
    }

    /** Responds to these failures of the service with another error than the usual one. */
    public ResponseMapper<R> withError(Supplier<HttpException> response, Set<FailureCode> codes) {
        return new ResponseMapper<>(
                success,
                failure -> failure instanceof ServiceException service && codes.contains(service.code())
                        ? response.get()
                        : error.apply(failure));
    }

    void respond(RoutingContext context, R reply) {
        success.accept(context, reply);
    }

    Throwable mapFailure(Throwable failure) {
        return error.apply(failure);
    }
}
