package io.kgen.protocols.gateway.connections;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * A decoder that can leave bytes undecoded for a while. It stops reading from the socket while there are many of them, and
 * tells after each read how much memory they hold.
 */
abstract class PausableDecoder extends HttpRequestDecoder {

    /** With more bytes than these undecoded, the socket is not read. */
    private static final int MAX_WAITING_BYTES = 8 * 1024;
    /** A buffer that is mostly empty is replaced by a smaller one. */
    private static final int SMALL_BUFFER_BYTES = 512;

    private static final int MOSTLY_EMPTY = 4;

    private ChannelHandlerContext context;
    private boolean waiting;
    private boolean readingStopped;
    private boolean reading;
    private boolean shrinking;

    PausableDecoder(HttpDecoderConfig config) {
        super(config);
        setCumulator(this::cumulate);
    }

    /** Called after each read with the capacity of what is left of it. */
    abstract void holdsInput(int bytes);

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    final ChannelHandlerContext context() {
        return context;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        reading = true;
        try {
            super.channelRead(ctx, input);
        } finally {
            reading = false;
        }
    }

    /** Without what the superclass does: it reads on when nothing was decoded, although reading has been stopped. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
        var rest = internalBuffer();
        if (rest.isReadable()) {
            shrink(rest);
        }
        rest = internalBuffer();
        holdsInput(rest.isReadable() ? rest.capacity() : 0);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
        if (ctx.channel().isWritable()) {
            decodeWaiting();
        }
    }

    /** Leaves the bytes where they are until {@link #decodeWaiting}. */
    final void hold(ByteBuf in) {
        waiting = true;
        if (in.readableBytes() > MAX_WAITING_BYTES && !readingStopped) {
            readingStopped = true;
            context.channel().config().setAutoRead(false);
        }
    }

    /** Later, because Vert.x takes the next request only after it has noted that the answer is written. */
    final void decodeWaiting() {
        if (waiting && !reading) {
            context.executor().execute(this::decodeNow);
        }
    }

    /** Reads on, and decodes what is there once more. */
    final void decodeAgain() {
        waiting = true;
        readOn();
        decodeWaiting();
    }

    private void decodeNow() {
        if (!waiting || context.isRemoved()) {
            return;
        }
        waiting = false;
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
            channelReadComplete(context);
        } catch (Exception e) {
            context.fireExceptionCaught(e);
        }
        if (readingStopped && !waiting) {
            readOn();
        }
    }

    private void readOn() {
        readingStopped = false;
        context.channel().config().setAutoRead(true);
    }

    private void shrink(ByteBuf rest) throws Exception {
        if (rest.capacity() > SMALL_BUFFER_BYTES && rest.readableBytes() < rest.capacity() / MOSTLY_EMPTY) {
            shrinking = true;
            channelRead(context, Unpooled.EMPTY_BUFFER);
        }
    }

    private ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf held, ByteBuf in) {
        if (!shrinking) {
            return MERGE_CUMULATOR.cumulate(allocator, held, in);
        }
        shrinking = false;
        var smaller = allocator.buffer(held.readableBytes());
        smaller.writeBytes(held);
        held.release();
        return smaller;
    }
}
