package io.kgen.protocols.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.impl.ShutdownEvent;

/**
 * Lets a connection live a moment longer than its server. Vert.x closes one without a request in flight at once, though the
 * next request may be on its way already; here it is answered, and the answer says that it is the last.
 */
final class LastCall extends ChannelInboundHandlerAdapter {

    private static final long MOMENT_MILLIS = 200;

    private final Vertx vertx;

    private LastCall(Vertx vertx) {
        this.vertx = vertx;
    }

    static void install(HttpConnection connection, Vertx vertx) {
        var pipeline =
                ((HttpServerConnection) connection).channelHandlerContext().pipeline();
        pipeline.addFirst(new LastCall(vertx));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ShutdownEvent) {
            vertx.setTimer(
                    MOMENT_MILLIS, over -> context.executor().execute(() -> context.fireUserEventTriggered(event)));
        } else {
            context.fireUserEventTriggered(event);
        }
    }
}
