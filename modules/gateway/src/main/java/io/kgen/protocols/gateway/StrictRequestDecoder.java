package io.kgen.protocols.gateway;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.Set;

/**
 * Refuses a request that says two things about its length, where Netty drops one of them silently: a proxy in front of us
 * may have believed the other, and take the rest of the body for another caller's request. So it refuses one in another version of HTTP.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private static final String DECODER = "httpDecoder";
    private static final Set<HttpVersion> VERSIONS = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

    private StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Takes the place of the decoder that Vert.x gave a new connection. */
    static void install(HttpConnection connection, HttpServerOptions options) {
        var pipeline =
                ((HttpServerConnection) connection).channelHandlerContext().pipeline();
        pipeline.replace(DECODER, DECODER, new StrictRequestDecoder(options));
    }

    /** Vert.x would answer another version by itself, with nothing in the answer. */
    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        var message = super.createMessage(initialLine);
        if (!VERSIONS.contains(message.protocolVersion())) {
            throw new IllegalArgumentException("neither HTTP/1.0 nor HTTP/1.1");
        }
        return message;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Content-Length beside Transfer-Encoding");
    }
}
