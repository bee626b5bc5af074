package io.kgen.protocols.gateway.connections;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;

/**
 * Rejects a request that a proxy in front may read differently. If the two disagree where a request ends, the rest of its
 * body becomes the next request (request smuggling, RFC 9112, section 11.2); a duplicate header may mean one value to the
 * proxy and another one to the gateway. Looks at each header once. Belongs to one connection.
 */
final class FramingRules {

    private static final int SPACES = 2;
    private static final int MAX_LENGTH_DIGITS = 18;

    private CharSequence contentLength;
    private CharSequence transferEncoding;
    private int hosts;
    private int contentTypes;
    private int contentEncodings;
    private boolean ambiguous;
    private boolean saysClose;

    /**
     * Whether the head has one meaning.
     *
     * @param bytes what the request was parsed from, its head at {@code start}
     */
    boolean permit(HttpRequest request, ByteBuf bytes, int start) {
        reset();
        for (var headers = request.headers().iteratorCharSequence(); headers.hasNext(); ) {
            var header = headers.next();
            inspect(header.getKey(), header.getValue());
        }
        if (ambiguous || !isRequestLineStrict(request, bytes, start) || !isLengthClear(request)) {
            return false;
        }
        if (saysClose) {
            // Vert.x recognizes close only as the whole value, not in a list of options.
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return true;
    }

    /** The length of the body in the request that was permitted last, or -1 if it is chunked. */
    long contentLength() {
        return contentLength == null ? -1 : Long.parseLong(contentLength, 0, contentLength.length(), 10);
    }

    private void reset() {
        contentLength = null;
        transferEncoding = null;
        hosts = 0;
        contentTypes = 0;
        contentEncodings = 0;
        ambiguous = false;
        saysClose = false;
    }

    private void inspect(CharSequence name, CharSequence value) {
        switch (name.length()) {
            case 4 -> ambiguous |= is(HttpHeaderNames.HOST, name) && ++hosts > 1;
            case 6 ->
                ambiguous |=
                        is(HttpHeaderNames.EXPECT, name) && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(value);
            case 10 -> saysClose |= is(HttpHeaderNames.CONNECTION, name) && listsClose(value);
            case 12 -> ambiguous |= is(HttpHeaderNames.CONTENT_TYPE, name) && ++contentTypes > 1;
            case 14 -> inspectContentLength(name, value);
            case 16 -> ambiguous |= is(HttpHeaderNames.CONTENT_ENCODING, name) && ++contentEncodings > 1;
            case 17 -> inspectTransferEncoding(name, value);
            default -> {
                // Does not matter here.
            }
        }
    }

    private static boolean is(AsciiString expected, CharSequence name) {
        return expected.contentEqualsIgnoreCase(name);
    }

    /** Netty has rejected a second one. */
    private void inspectContentLength(CharSequence name, CharSequence value) {
        if (is(HttpHeaderNames.CONTENT_LENGTH, name)) {
            contentLength = value;
        }
    }

    private void inspectTransferEncoding(CharSequence name, CharSequence value) {
        if (is(HttpHeaderNames.TRANSFER_ENCODING, name)) {
            ambiguous |= transferEncoding != null;
            transferEncoding = value;
        }
    }

    /** The parser accepts several kinds of white space as separator; it must be one space. */
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

    private boolean isLengthClear(HttpRequest request) {
        if (transferEncoding != null) {
            return contentLength == null
                    && HttpVersion.HTTP_1_1.equals(request.protocolVersion())
                    && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(transferEncoding);
        }
        return contentLength == null || isNumber(contentLength);
    }

    private static boolean isNumber(CharSequence text) {
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

    /** Without control characters, which a proxy may drop or take for the end. */
    private static boolean isVisible(String target) {
        for (var i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean listsClose(CharSequence options) {
        if (options.length() == HttpHeaderValues.KEEP_ALIVE.length()
                && HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(options)) {
            return false;
        }
        for (var option : options.toString().split(",", -1)) {
            if (HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(option.strip())) {
                return true;
            }
        }
        return false;
    }
}
