package io.kgen.protocols.gateway.connections;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * The socket that accepts connections, shared by all instances. Vert.x, when it shuts a server down, removes the handlers
 * first and closes this socket later, so that connections accepted in between are dropped; here the socket is closed first.
 */
public final class AcceptingSocket {

    /** Null until the first connection; before that, no connection can be dropped. */
    private Channel socket;

    public void noteParentOf(HttpConnection connection) {
        if (socket == null) {
            socket = ((HttpServerConnection) connection)
                    .channelHandlerContext()
                    .channel()
                    .parent();
        }
    }

    public boolean hasAccepted() {
        return socket != null;
    }

    /** From then on, new connections are refused. Accepted connections are served. */
    public Future<Void> close() {
        if (socket == null) {
            return Future.succeededFuture();
        }
        var closed = Promise.<Void>promise();
        var unused = socket.close().addListener((ChannelFutureListener) done -> closed.complete());
        return closed.future();
    }
}
