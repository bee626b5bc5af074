package io.kgen.protocols.gateway.connections;

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
public final class AcceptingSocket {

    /** Known from the first connection on; before that, there is nothing to lose. */
    private Channel socket;

    public void took(HttpConnection connection) {
        if (socket == null) {
            socket = ((HttpServerConnection) connection)
                    .channelHandlerContext()
                    .channel()
                    .parent();
        }
    }

    public boolean hasTakenAny() {
        return socket != null;
    }

    /** From then on, whoever connects is refused. What was taken until then is served. */
    public Future<Void> close() {
        if (socket == null) {
            return Future.succeededFuture();
        }
        var closed = Promise.<Void>promise();
        var unused = socket.close().addListener((ChannelFutureListener) done -> closed.complete());
        return closed.future();
    }
}
