package io.kgen.protocols.gateway.connections;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Observes the responses of a connection: notifies the decoder when the next request may be decoded, counts what the client
 * does not read, and makes a response that leaves a body unread the last one. A connection with unread input is closed with
 * a delay (lingering close): if it were closed at once, the client's system would discard the response.
 *
 * <p>The future of a write is its promise, which belongs to the caller.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseTracker extends ChannelOutboundHandlerAdapter {

    /** A response of this size is counted before it is copied for the socket, a smaller one by the next sweep. */
    private static final int LARGE_BYTES = 16 * 1024;

    private static final long LINGER_MILLIS = 1_000;

    private final ClientConnection connection;
    private final RequestDecoder decoder;
    private boolean lastResponse;
    private boolean lingering;

    ResponseTracker(ClientConnection connection, RequestDecoder decoder) {
        this.connection = connection;
        this.decoder = decoder;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                ctx.write(message, promise);
                return;
            }
            connection.responseStarted(response.status().code());
            lastResponse |= isLast(response);
            if (lastResponse) {
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
        }
        if (message instanceof HttpContent content && !connection.reserveResponse(content, LARGE_BYTES)) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new IllegalStateException("no memory for a response that is not read"));
        } else if (message instanceof LastHttpContent) {
            finish(ctx, message, promise);
        } else {
            ctx.write(message, promise);
        }
    }

    private boolean isLast(HttpResponse response) {
        var said = response.headers().get(HttpHeaderNames.CONNECTION);
        return (said != null && HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(said)) || decoder.isBodyUnread();
    }

    private void finish(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (lastResponse) {
            var sent = promise.unvoid();
            ctx.write(message, sent);
            sent.addListener(written -> close(ctx, ctx.newPromise()));
        } else {
            ctx.write(message, promise);
        }
        connection.responseSent(lastResponse);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        ctx.flush();
        connection.flushed();
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!ctx.channel().isActive() || !decoder.hasUnreadInput()) {
            ctx.close(promise);
            return;
        }
        ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
        if (lingering) {
            return;
        }
        lingering = true;
        if (connection.tryLinger()) {
            linger(ctx);
        } else {
            ctx.close();
        }
    }

    private void linger(ChannelHandlerContext ctx) {
        decoder.discard();
        if (ctx.channel() instanceof DuplexChannel channel && ctx.pipeline().get(SslHandler.class) == null) {
            channel.shutdownOutput();
        }
        var end = ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> {
            end.cancel(false);
            connection.lingerEnded();
        });
    }
}
