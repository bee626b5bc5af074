package io.kgen.protocols.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Inflates what says that it is deflated. The server's own decompression would slow every request down, and hands a corrupt
 * body on as an empty one.
 */
final class ContentEncoding {

    private ContentEncoding() {}

    static boolean isKnown(HttpServerRequest request) {
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return encoding == null || encoding.equalsIgnoreCase("identity") || isGzip(encoding);
    }

    /** The bytes that were meant, at most {@code limit} of them. */
    static byte[] decode(HttpServerRequest request, Buffer body, int limit) {
        var bytes = body.getBytes();
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return encoding != null && isGzip(encoding) ? inflate(bytes, limit) : bytes;
    }

    private static byte[] inflate(byte[] deflated, int limit) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(deflated))) {
            var bytes = gzip.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new HttpFailure(
                        ErrorCode.PAYLOAD_TOO_LARGE, "the inflated body is larger than " + limit + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw HttpFailure.badRequest("the body is not valid gzip");
        }
    }

    private static boolean isGzip(String encoding) {
        return encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
    }
}
