package io.kgen.protocols.gateway.connections;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces the decoder that Vert.x adds to a connection. A head is parsed when it is complete, and a request is decoded when
 * the response to the previous one has been written: until then its bytes stay here, where they are counted, and where Netty
 * releases them with the connection. Vert.x never releases what it queues behind a request in flight (docs/upstream.md).
 */
final class RequestDecoder extends PausableDecoder {

    private static final Map<String, HttpVersion> VERSIONS =
            Map.of("HTTP/1.0", HttpVersion.HTTP_1_0, "HTTP/1.1", HttpVersion.HTTP_1_1);
    /** How many chunks of a body may be smaller than 64 bytes: small chunks cost much time for few bytes. */
    private static final int MAX_SMALL_CHUNKS = 8_192;

    private static final int SMALL_CHUNK_BYTES = 64;

    /** How much is read and discarded after the last response, so that the client can read it: four of the largest bodies. */
    private static final int MAX_DISCARDED_BYTES = 4 * 1024 * 1024;

    private static final DecoderResult MALFORMED = DecoderResult.failure(new MalformedRequestException());

    private enum Phase {
        HEAD,
        BODY,
        /** After the last response: input is discarded until the client has read the response. */
        DISCARD
    }

    private final HeadScanner head = new HeadScanner();
    private final FramingRules framing = new FramingRules();
    private ClientConnection connection;
    private Phase phase = Phase.HEAD;
    /** The unread bytes of a body with a length; -1 if the body is chunked. */
    private long unreadBody;

    private int smallChunks;
    private int discarded;

    private boolean responsePending;
    private boolean inputIgnored;

    RequestDecoder(HttpServerOptions options) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(options.getMaxInitialLineLength())
                .setMaxHeaderSize(HeadScanner.MAX_BYTES)
                .setMaxChunkSize(options.getMaxChunkSize())
                .setInitialBufferSize(options.getDecoderInitialBufferSize())
                .setTrailersFactory(new Trailers()));
    }

    void serve(ClientConnection client) {
        connection = client;
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        var version = VERSIONS.get(initialLine[2]);
        if (version == null) {
            throw new MalformedRequestException();
        }
        return new DefaultHttpRequest(
                version, HttpMethod.valueOf(initialLine[0]), initialLine[1], HeadersMultiMap.httpHeaders());
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new MalformedRequestException();
    }

    @Override
    void inputBuffered(int bytes) {
        connection.inputBuffered(bytes);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        switch (phase) {
            case HEAD -> decodeHead(ctx, in, out);
            case BODY -> decodeBody(ctx, in, out);
            case DISCARD -> discard(in);
        }
    }

    private void decodeHead(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (responsePending || !ctx.channel().isWritable()) {
            hold(in);
            return;
        }
        switch (head.scan(in)) {
            case COMPLETE -> parseHead(ctx, in, out);
            case INCOMPLETE -> {
                if (head.isInProgress()) {
                    connection.headStarted();
                }
            }
            default -> {
                out.add(malformed(in));
                in.skipBytes(in.readableBytes());
            }
        }
    }

    private void parseHead(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        var start = in.readerIndex();
        super.decode(ctx, in, out);
        var request = (HttpRequest) out.get(0);
        responsePending = true;
        if (request.decoderResult().isFailure()) {
            ignoreRest();
        } else if (!framing.permit(request, in, start)) {
            request.setDecoderResult(MALFORMED);
            out.subList(1, out.size()).clear();
            in.skipBytes(in.readableBytes());
            ignoreRest();
        } else if (out.size() == 1) {
            unreadBody = framing.contentLength();
            phase = Phase.BODY;
            smallChunks = 0;
        }
        connection.headCompleted();
    }

    private void decodeBody(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        var before = in.readableBytes();
        super.decode(ctx, in, out);
        var decoded = before - in.readableBytes();
        connection.bodyReceived(decoded);
        if (unreadBody > 0) {
            unreadBody -= decoded;
        } else if (unreadBody < 0 && decoded < SMALL_CHUNK_BYTES && ++smallChunks > MAX_SMALL_CHUNKS) {
            rejectBody(ctx);
            return;
        }
        var last = out.isEmpty() ? null : out.get(out.size() - 1);
        if (last == LastHttpContent.EMPTY_LAST_CONTENT) {
            endBody();
        } else if (last != null && last.getClass() == DefaultLastHttpContent.class) {
            if (((HttpObject) last).decoderResult().isSuccess()) {
                endBody();
            } else {
                out.remove(out.size() - 1);
                rejectBody(ctx);
            }
        }
    }

    /** Later, when the chunks before it have reached the reader of the body. */
    private void rejectBody(ChannelHandlerContext ctx) {
        ignoreRest();
        ctx.executor().execute(connection::rejectBody);
    }

    private void discard(ByteBuf in) {
        discarded += in.readableBytes();
        in.skipBytes(in.readableBytes());
        if (discarded > MAX_DISCARDED_BYTES) {
            connection.close();
        }
    }

    private void endBody() {
        phase = Phase.HEAD;
        connection.bodyCompleted();
    }

    /** Called when the response to the request in flight has been written. */
    void responseSent(boolean isLast) {
        responsePending = false;
        if (isLast) {
            inputIgnored |= phase == Phase.BODY || internalBuffer().isReadable();
            phase = Phase.DISCARD;
        }
        decodeHeldBytes();
    }

    /** Discards all further input, before the connection is closed. */
    void discard() {
        ignoreRest();
        decodeAgain();
    }

    /** Passes the incomplete head on as a malformed request, which gets a response. */
    void rejectHead() {
        var request = malformed(internalBuffer());
        context().fireChannelRead(request);
        context().fireChannelReadComplete();
        discard();
    }

    private HttpRequest malformed(ByteBuf bytes) {
        var request = (HttpRequest) createInvalidMessage();
        request.setDecoderResult(MALFORMED);
        for (var name : List.of(HttpHeaderNames.ORIGIN, RequestHandler.REQUEST_ID)) {
            var value = HeadScanner.findHeader(bytes, name.toString());
            if (value != null) {
                request.headers().set(name, value);
            }
        }
        responsePending = true;
        ignoreRest();
        connection.headCompleted();
        return request;
    }

    private void ignoreRest() {
        phase = Phase.DISCARD;
        inputIgnored = true;
    }

    /** Whether the end of the body has not arrived yet; always true when input is ignored. */
    boolean isBodyUnread() {
        if (phase != Phase.BODY) {
            return phase == Phase.DISCARD;
        }
        var arrived = internalBuffer();
        return unreadBody >= 0 ? unreadBody > arrived.readableBytes() : !LastChunk.isAtEndOf(arrived);
    }

    boolean isResponsePending() {
        return responsePending;
    }

    boolean isInBody() {
        return phase == Phase.BODY;
    }

    /** Whether closing now could make the client's system discard a response that it has not read. */
    boolean hasUnreadInput() {
        return inputIgnored || phase == Phase.BODY || internalBuffer().isReadable();
    }
}
