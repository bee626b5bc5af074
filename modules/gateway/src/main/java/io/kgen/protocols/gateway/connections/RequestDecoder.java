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
 * Takes the place of the decoder that Vert.x gives a connection. A head is parsed once it is complete, and a request once
 * the answer to the one before has been written: until then its bytes stay here, where they are counted and where Netty
 * releases them with the connection. What Vert.x queues behind a request in progress is never released (docs/upstream.md).
 */
final class RequestDecoder extends PausableDecoder {

    private static final Map<String, HttpVersion> VERSIONS =
            Map.of("HTTP/1.0", HttpVersion.HTTP_1_0, "HTTP/1.1", HttpVersion.HTTP_1_1);
    /** So many chunks of a body may be smaller than 64 bytes: a flood of them costs more time than all bodies. */
    private static final int MAX_SMALL_CHUNKS = 8_192;

    private static final int SMALL_CHUNK_BYTES = 64;

    /** What is read and thrown away behind a last answer, so that the client can read it: four of the largest bodies. */
    private static final int MAX_DISCARDED_BYTES = 4 * 1024 * 1024;

    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
    private static final DecoderResult MALFORMED = DecoderResult.failure(new MalformedRequestException());

    private enum Phase {
        HEAD,
        BODY,
        /** After the last answer: what arrives is thrown away until the client has read it. */
        DISCARD
    }

    private final HeadScanner head = new HeadScanner();
    private final FramingRules framing = new FramingRules();
    private ClientConnection connection;
    private Phase phase = Phase.HEAD;
    /** Of a body with a length; -1 in one that is chunked. */
    private long unreadBody;

    private int smallChunks;
    private int discarded;

    private boolean answerDue;
    private boolean inputLeft;

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
    void holdsInput(int bytes) {
        connection.holdsInput(bytes);
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
        if (answerDue || !ctx.channel().isWritable()) {
            hold(in);
            return;
        }
        switch (head.scan(in)) {
            case COMPLETE -> parseHead(ctx, in, out);
            case INCOMPLETE -> {
                if (head.hasBegun()) {
                    connection.headBegins();
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
        answerDue = true;
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
        connection.headEnds();
    }

    private void decodeBody(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        var before = in.readableBytes();
        super.decode(ctx, in, out);
        var decoded = before - in.readableBytes();
        if (unreadBody > 0) {
            unreadBody -= decoded;
        } else if (unreadBody < 0 && decoded < SMALL_CHUNK_BYTES && ++smallChunks > MAX_SMALL_CHUNKS) {
            refuseBody(ctx);
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
                refuseBody(ctx);
            }
        }
    }

    /** After the chunks before it have reached the reader of the body. */
    private void refuseBody(ChannelHandlerContext ctx) {
        ignoreRest();
        ctx.executor().execute(connection::refuseBody);
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
        connection.bodyEnds();
    }

    /** Called when the answer to the request in progress has been written. */
    void answered(boolean isLast) {
        answerDue = false;
        if (isLast) {
            inputLeft |= phase == Phase.BODY || internalBuffer().isReadable();
            phase = Phase.DISCARD;
        }
        decodeWaiting();
    }

    /** Reads whatever still arrives and throws it away, as before closing a connection. */
    void discard() {
        ignoreRest();
        decodeAgain();
    }

    /** Lets what has arrived of a head be answered as malformed. */
    void refuseHead() {
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
        answerDue = true;
        ignoreRest();
        connection.headEnds();
        return request;
    }

    private void ignoreRest() {
        phase = Phase.DISCARD;
        inputLeft = true;
    }

    /** Whether the end of the body is neither read nor at hand; always true once input is ignored. */
    boolean isBodyUnread() {
        if (phase != Phase.BODY) {
            return phase == Phase.DISCARD;
        }
        var arrived = internalBuffer();
        var size = arrived.readableBytes();
        return unreadBody >= 0
                ? unreadBody > size
                : size < LAST_CHUNK.length || !endsWithLastChunk(arrived, arrived.writerIndex() - LAST_CHUNK.length);
    }

    private static boolean endsWithLastChunk(ByteBuf bytes, int from) {
        for (var i = 0; i < LAST_CHUNK.length; i++) {
            if (bytes.getByte(from + i) != LAST_CHUNK[i]) {
                return false;
            }
        }
        return true;
    }

    boolean isAnswerDue() {
        return answerDue;
    }

    boolean isInBody() {
        return phase == Phase.BODY;
    }

    /** Whether closing now would make the client's system throw away an answer that is on its way. */
    boolean hasUnreadInput() {
        return inputLeft || phase == Phase.BODY || internalBuffer().isReadable();
    }
}
