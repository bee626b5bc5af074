package io.kgen.protocols.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Parses the status and the end of a response. At most one request is in flight. */
final class ResponseReader {

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int UNKNOWN = -1;
    private static final int FIRST_SIZE = 1024;
    private static final int MAX_TEXT = 200;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;
    private int bodyAt;
    private int bodyLength;
    private boolean chunked;

    /** The status of the complete response, or 0 before. */
    int read(ByteBuf in) {
        var more = in.readableBytes();
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
        in.readBytes(bytes, length, more);
        length += more;
        if (bodyAt == 0) {
            readHead();
        }
        return bodyAt > 0 && isComplete() ? digits(STATUS_AT) : 0;
    }

    /** The beginning of the body in one line, for messages. */
    String text() {
        var text = new String(bytes, bodyAt, Math.min(length - bodyAt, MAX_TEXT), StandardCharsets.UTF_8);
        return text.replaceAll("\\s+", " ");
    }

    /** Prepares for the next response. */
    void clear() {
        length = 0;
        bodyAt = 0;
    }

    private void readHead() {
        bodyLength = UNKNOWN;
        chunked = false;
        var line = 0;
        for (var i = 1; i < length; i++) {
            if (bytes[i] == '\n') {
                if (i == line + 1) {
                    bodyAt = i + 1;
                    return;
                }
                readHeader(line);
                line = i + 1;
            }
        }
    }

    private void readHeader(int line) {
        if (startsWith(line, CONTENT_LENGTH)) {
            bodyLength = digits(line + CONTENT_LENGTH.length);
        } else if (startsWith(line, CHUNKED)) {
            chunked = true;
        }
    }

    private boolean isComplete() {
        if (chunked) {
            // The chunk before the last one ends with CRLF; without a chunk, the head does.
            return Arrays.equals(
                    bytes, Math.max(0, length - LAST_CHUNK.length), length, LAST_CHUNK, 0, LAST_CHUNK.length);
        }
        return length >= bodyAt + Math.max(0, bodyLength);
    }

    private boolean startsWith(int at, byte[] lowerCase) {
        if (at + lowerCase.length > length) {
            return false;
        }
        for (var i = 0; i < lowerCase.length; i++) {
            var b = bytes[at + i];
            if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private int digits(int from) {
        var at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        var number = 0;
        for (; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = 10 * number + bytes[at] - '0';
        }
        return number;
    }
}
