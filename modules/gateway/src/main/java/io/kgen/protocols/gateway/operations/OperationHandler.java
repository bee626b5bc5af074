package io.kgen.protocols.gateway.operations;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.gateway.auth.AuthenticatedCaller;
import io.kgen.protocols.gateway.http.RequestContext;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** Serves an HTTP endpoint by calling one operation of the bus: maps the request, calls, and maps the reply. */
public final class OperationHandler<Q extends Record, R extends Record> implements Handler<RoutingContext> {

    private final BusClient bus;
    private final Operation<Q, R> operation;
    private final Function<RoutingContext, Q> request;
    private final ResponseMapper<R> response;

    /**
     * Handles requests by an operation.
     *
     * @param request makes the request record; throws for a request that the endpoint rejects
     * @param response makes the HTTP response from the reply
     */
    public OperationHandler(
            BusClient bus, Operation<Q, R> operation, Function<RoutingContext, Q> request, ResponseMapper<R> response) {
        this.bus = bus;
        this.operation = operation;
        this.request = request;
        this.response = response;
    }

    @Override
    public void handle(RoutingContext context) {
        var call = RequestContext.call(context, AuthenticatedCaller.of(context));
        bus.call(operation, request.apply(context), call)
                .onSuccess(reply -> response.respond(context, reply))
                .onFailure(failure -> {
                    RequestContext.failed(context, operation, call);
                    context.fail(response.mapFailure(failure));
                });
    }
}
