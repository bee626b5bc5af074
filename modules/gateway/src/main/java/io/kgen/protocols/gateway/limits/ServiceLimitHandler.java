package io.kgen.protocols.gateway.limits;

import io.kgen.protocols.gateway.http.HttpException;
import io.kgen.protocols.platform.RateLimits;
import io.kgen.protocols.platform.RequestKind;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Rejects a request above the limit of a service that has authenticated itself. */
public final class ServiceLimitHandler implements Handler<RoutingContext> {

    private final RateLimits limits;
    private final RequestKind kind;
    private final Supplier<String> service;

    public ServiceLimitHandler(RateLimits limits, RequestKind kind, Supplier<String> service) {
        this.limits = limits;
        this.kind = kind;
        this.service = service;
    }

    @Override
    public void handle(RoutingContext context) {
        var seconds = limits.takeForService(kind, service.get(), 1);
        if (seconds > 0) {
            throw HttpException.rateLimited(seconds);
        }
        context.next();
    }
}
