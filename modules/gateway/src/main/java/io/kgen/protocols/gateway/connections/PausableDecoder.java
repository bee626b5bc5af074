package io.kgen.protocols.gateway.connections;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * A decoder that can hold bytes without decoding them. It stops reading from the socket while it holds many, and reports
 * after each read how much memory they occupy.
 */
abstract class PausableDecoder extends HttpRequestDecoder {

    /** While more bytes than these are held, the socket is not read. */
    private static final int MAX_HELD_BYTES = 8 * 1024;
    /** A buffer that is mostly empty is replaced by a smaller one. */
    private static final int SMALL_BUFFER_BYTES = 512;

    private static final int MOSTLY_EMPTY = 4;

    private ChannelHandlerContext context;
    private boolean held;
    private boolean readingStopped;
    private boolean reading;
    private boolean shrinking;

    PausableDecoder(HttpDecoderConfig config) {
        super(config);
        setCumulator(this::cumulate);
    }

    /** Called after each read with the capacity of the buffer that is not decoded yet. */
    abstract void inputBuffered(int bytes);

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

    /** Without the superclass, which continues to read if nothing was decoded, even if reading has been stopped. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
        var rest = internalBuffer();
        if (rest.isReadable()) {
            shrink(rest);
        }
        rest = internalBuffer();
        inputBuffered(rest.isReadable() ? rest.capacity() : 0);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
        if (ctx.channel().isWritable()) {
            decodeHeldBytes();
        }
    }

    /** Holds the bytes until {@link #decodeHeldBytes}. */
    final void hold(ByteBuf in) {
        held = true;
        if (in.readableBytes() > MAX_HELD_BYTES && !readingStopped) {
            readingStopped = true;
            context.channel().config().setAutoRead(false);
        }
    }

    /** In a later task, because Vert.x accepts the next request only after it has processed the end of the response. */
    final void decodeHeldBytes() {
        if (held && !reading) {
            context.executor().execute(this::decodeNow);
        }
    }

    /** Resumes reading, and decodes the held bytes again. */
    final void decodeAgain() {
        held = true;
        resumeReading();
        decodeHeldBytes();
    }

    private void decodeNow() {
        if (!held || context.isRemoved()) {
            return;
        }
        held = false;
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
            channelReadComplete(context);
        } catch (Exception e) {
            context.fireExceptionCaught(e);
        }
        if (readingStopped && !held) {
            resumeReading();
        }
    }

    private void resumeReading() {
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
