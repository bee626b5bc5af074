package io.kgen.protocols.gateway.connections;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/**
 * Refuses a request whose end a proxy in front of us may see somewhere else than we do: what one of the two takes for the
 * rest of a body, the other takes for the next request (request smuggling, RFC 9112, section 11.2).
 */
final class FramingRules {

    private static final int SPACES = 2;
    private static final int MAX_LENGTH_DIGITS = 18;

    private FramingRules() {}

    /**
     * Whether the head means one thing only.
     *
     * @param bytes what the request was parsed from, its head at {@code start}
     */
    static boolean permit(HttpRequest request, ByteBuf bytes, int start) {
        return isRequestLineStrict(request, bytes, start) && isLengthClear(request);
    }

    /** The parser takes several kinds of white space for the separator; it must be one space. */
    private static boolean isRequestLineStrict(HttpRequest request, ByteBuf bytes, int start) {
        var afterMethod = start + request.method().name().length();
        var afterTarget = afterMethod + 1 + request.uri().length();
        var end = afterTarget - 1 + SPACES + request.protocolVersion().text().length();
        return bytes.getByte(afterMethod) == ' '
                && bytes.getByte(afterTarget) == ' '
                && bytes.getByte(end) == '\r'
                && isToken(request.method().name())
                && isVisible(request.uri());
    }

    private static boolean isLengthClear(HttpRequest request) {
        var headers = request.headers();
        var length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        var coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (coding != null) {
            return length == null
                    && HttpVersion.HTTP_1_1.equals(request.protocolVersion())
                    && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)
                    && headers.getAll(HttpHeaderNames.TRANSFER_ENCODING).size() == 1;
        }
        // Netty has refused a second Content-Length.
        return length == null || isNumber(length);
    }

    private static boolean isNumber(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_LENGTH_DIGITS;
    }

    private static boolean isToken(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (!HeadScanner.isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** No control character, which a proxy may drop or take for the end. */
    private static boolean isVisible(String target) {
        for (var i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Vert.x knows {@code close} only if it is the whole value; in a list of options it counts as well. */
    static void normalizeConnection(HttpRequest request) {
        var headers = request.headers();
        if (headers.contains(HttpHeaderNames.CONNECTION) && saysClose(headers.getAll(HttpHeaderNames.CONNECTION))) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private static boolean saysClose(List<String> values) {
        for (var value : values) {
            for (var option : value.split(",", -1)) {
                if (HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(option.strip())) {
                    return true;
                }
            }
        }
        return false;
    }
}
