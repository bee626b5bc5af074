package io.kgen.protocols.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One connection: it sends a request after the response to the previous one, until the load ends. */
// A failed write calls exceptionCaught, and the connection is closed.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection extends ChannelInboundHandlerAdapter {

    private final Requests requests;
    private final Recorder recorder;
    private final BooleanSupplier isOver;
    private final Runnable onEnd;
    private final long interval;
    private final ResponseReader response = new ResponseReader();
    private long sentAt;
    private boolean ended;

    /** @param interval nanoseconds between two requests; 0 sends the next one after the response */
    Connection(Requests requests, Recorder recorder, long interval, BooleanSupplier isOver, Runnable onEnd) {
        this.requests = requests;
        this.recorder = recorder;
        this.interval = interval;
        this.isOver = isOver;
        this.onEnd = onEnd;
    }

    /** Called on the event loop of the connection. */
    void begin(ChannelHandlerContext context, long delayNanos) {
        sentAt = System.nanoTime() + delayNanos;
        context.executor().schedule(() -> send(context), delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        var status = response.read(bytes);
        bytes.release();
        if (status != 0) {
            var now = System.nanoTime();
            recorder.onResponse(status, now - sentAt, response);
            response.clear();
            sendNext(context, now);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!ended) {
            recorder.broken("closed the connection");
            end(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        recorder.broken(failure.toString());
        context.close();
    }

    /** With an interval, latency counts from the time when the request was due, so that a late response delays the next ones. */
    private void sendNext(ChannelHandlerContext context, long now) {
        if (interval == 0) {
            sentAt = now;
            send(context);
            return;
        }
        sentAt += interval;
        if (sentAt <= now) {
            send(context);
        } else {
            context.executor().schedule(() -> send(context), sentAt - now, TimeUnit.NANOSECONDS);
        }
    }

    private void send(ChannelHandlerContext context) {
        var request = isOver.getAsBoolean() || ended ? null : requests.next(context.alloc());
        if (request == null) {
            end(context);
        } else {
            context.writeAndFlush(request, context.voidPromise());
        }
    }

    private void end(ChannelHandlerContext context) {
        if (!ended) {
            ended = true;
            onEnd.run();
            context.close();
        }
    }
}
