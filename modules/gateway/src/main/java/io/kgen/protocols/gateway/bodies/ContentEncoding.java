package io.kgen.protocols.gateway.bodies;

import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.HttpException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * The encoding of a body. The decompression of Vert.x is not used, because it slows down every request and passes a corrupt
 * body on as an empty one.
 */
enum ContentEncoding {
    NONE,
    GZIP;

    /**
     * Reads the header {@code Content-Encoding}.
     *
     * @throws HttpException {@code UNSUPPORTED_MEDIA_TYPE} for any other encoding
     */
    static ContentEncoding of(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return header == null ? NONE : parse(header);
    }

    /** A list of codings; {@code identity} and empty elements are ignored. */
    private static ContentEncoding parse(String header) {
        var encoding = NONE;
        for (var element : header.split(",", -1)) {
            var coding = element.strip();
            if (isGzip(coding) && encoding == NONE) {
                encoding = GZIP;
            } else if (!coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
                throw new HttpException(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip, once, or none");
            }
        }
        return encoding;
    }

    private static boolean isGzip(String coding) {
        return coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip");
    }
}
