package io.kgen.protocols.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/**
 * Inflates what says that it is deflated. The server's own decompression would slow every request down, and hands a corrupt
 * body on as an empty one.
 */
final class ContentEncoding {

    private static final int TRAILER_BYTES = 8;

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
            if (!endsWithTrailerOf(bytes, deflated)) {
                throw new IOException("more than one stream");
            }
            return bytes;
        } catch (IOException e) {
            throw HttpFailure.badRequest("the body is not one valid gzip stream");
        }
    }

    /** Java's stream ends without a word where it finds something else behind the first one. */
    private static boolean endsWithTrailerOf(byte[] bytes, byte[] deflated) {
        var checksum = new CRC32();
        checksum.update(bytes);
        var trailer = ByteBuffer.wrap(deflated, deflated.length - TRAILER_BYTES, TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        return trailer.getInt() == (int) checksum.getValue() && trailer.getInt() == bytes.length;
    }

    private static boolean isGzip(String encoding) {
        return encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
    }
}
