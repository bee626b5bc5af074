package io.kgen.protocols.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * The socket that takes connections, the same for all instances. A server of Vert.x that is shut down first forgets who
 * serves and closes this socket later, so that connections taken in between are dropped; here it goes first.
 */
final class AcceptingSocket {

    /** Known from the first connection on; before that, there is nothing to lose. */
    private Channel socket;

    void took(HttpConnection connection) {
        if (socket == null) {
            socket = ((HttpServerConnection) connection)
                    .channelHandlerContext()
                    .channel()
                    .parent();
        }
    }

    boolean hasTakenAny() {
        return socket != null;
    }

    /** From then on, whoever connects is refused. What was taken until then is served. */
    Future<Void> close() {
        if (socket == null) {
            return Future.succeededFuture();
        }
        var closed = Promise.<Void>promise();
        var unused = socket.close().addListener((ChannelFutureListener) done -> closed.complete());
        return closed.future();
    }
}
