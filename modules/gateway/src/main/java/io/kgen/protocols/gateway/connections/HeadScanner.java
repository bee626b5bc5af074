package io.kgen.protocols.gateway.connections;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Finds the end of a head before the head is parsed, so that an incomplete head occupies a buffer of limited size and no
 * objects. Scans each byte once.
 */
final class HeadScanner {

    /** Request line, headers and line ends. */
    static final int MAX_BYTES = 16 * 1024;

    static final int MAX_HEADERS = 100;

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    enum Progress {
        INCOMPLETE,
        COMPLETE,
        TOO_LARGE,
        MALFORMED
    }

    /** Offsets from the reader index, which stays at the start of the head. */
    private int lineStart;

    private int scanned;
    private int lines;

    /** Scans the new bytes. After the end of a head, the scanner is ready for the next one. */
    Progress scan(ByteBuf in) {
        if (scanned == 0) {
            skipEmptyLines(in);
            if (!in.isReadable()) {
                return Progress.INCOMPLETE;
            }
        }
        var progress = scanLines(in);
        if (progress == Progress.COMPLETE) {
            lineStart = 0;
            scanned = 0;
            lines = 0;
        }
        return progress;
    }

    /** Whether a part of a head has arrived. */
    boolean isInProgress() {
        return scanned > 0;
    }

    private Progress scanLines(ByteBuf in) {
        var start = in.readerIndex();
        var end = start + Math.min(in.readableBytes(), MAX_BYTES);
        if (scanned == 0 && !isTokenCharacter(in.getByte(start))) {
            return isStartOfEmptyLine(in) ? Progress.INCOMPLETE : Progress.MALFORMED;
        }
        for (var lf = in.indexOf(start + scanned, end, LF); lf >= 0; lf = in.indexOf(start + scanned, end, LF)) {
            var first = start + lineStart;
            if (lf == first || in.getByte(lf - 1) != CR || (lines > 0 && startsInvalidHeader(in.getByte(first)))) {
                return Progress.MALFORMED;
            }
            if (lf - 1 == first) {
                return Progress.COMPLETE;
            }
            if (++lines > MAX_HEADERS + 1) {
                return Progress.TOO_LARGE;
            }
            lineStart = lf + 1 - start;
            scanned = lineStart;
        }
        scanned = end - start;
        return in.readableBytes() >= MAX_BYTES ? Progress.TOO_LARGE : Progress.INCOMPLETE;
    }

    /** RFC 9112, section 2.2: empty lines before a request line are ignored. */
    private static void skipEmptyLines(ByteBuf in) {
        while (in.readableBytes() > 1 && in.getByte(in.readerIndex()) == CR && in.getByte(in.readerIndex() + 1) == LF) {
            in.skipBytes(2);
        }
    }

    private static boolean isStartOfEmptyLine(ByteBuf in) {
        return in.readableBytes() == 1 && in.getByte(in.readerIndex()) == CR;
    }

    /** A continued line (obs-fold) or a header without a name, which proxies interpret differently. */
    private static boolean startsInvalidHeader(byte first) {
        return first == ' ' || first == '\t' || first == ':';
    }

    /** RFC 9110, section 5.6.2. */
    static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c > 0 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    /** The value of a header in an unparsed head, for the response that rejects it; null if the header is absent. */
    static String findHeader(ByteBuf head, String name) {
        var length = Math.min(head.readableBytes(), MAX_BYTES);
        var text = head.toString(head.readerIndex(), length, StandardCharsets.ISO_8859_1);
        var header = Pattern.compile("(?i)\n" + Pattern.quote(name) + ":[ \t]*([!-~]*)\r\n")
                .matcher(text);
        return header.find() ? header.group(1) : null;
    }
}
