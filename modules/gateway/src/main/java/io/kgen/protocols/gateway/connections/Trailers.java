package io.kgen.protocols.gateway.connections;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;

/** Counts the trailers of a chunked body and keeps none of them, because nothing uses them. */
final class Trailers extends DefaultHttpHeaders implements HttpHeadersFactory {

    private int count;

    @Override
    public HttpHeaders newHeaders() {
        count = 0;
        return this;
    }

    @Override
    public HttpHeaders newEmptyHeaders() {
        return newHeaders();
    }

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        if (++count > HeadScanner.MAX_HEADERS) {
            throw new IllegalArgumentException("too many trailers");
        }
        if (name.length() == 0 || HttpHeaderValidationUtil.validateToken(name) >= 0) {
            throw new IllegalArgumentException("the name of a trailer is not valid");
        }
        return this;
    }
}
