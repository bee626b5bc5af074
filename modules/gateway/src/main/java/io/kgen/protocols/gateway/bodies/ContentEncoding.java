package io.kgen.protocols.gateway.bodies;

import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.HttpException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * How a body was encoded by its sender. The server's own decompression would slow every request down, and hands a corrupt
 * body on as an empty one.
 */
enum ContentEncoding {
    NONE,
    GZIP;

    /**
     * Reads the header {@code Content-Encoding}.
     *
     * @throws HttpException {@code UNSUPPORTED_MEDIA_TYPE} for any other
     */
    static ContentEncoding of(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return header == null ? NONE : parse(header);
    }

    /** A list of codings, of which {@code identity} and an empty element change nothing. */
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
