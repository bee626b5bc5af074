package io.kgen.protocols.gateway.bodies;

import java.util.Arrays;

/** The byte order mark that some editors and runtimes write before a text; JSON must not have it (RFC 8259, 8.1). */
final class ByteOrderMark {

    private static final byte[][] MARKS = {
        {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, {(byte) 0xfe, (byte) 0xff}, {(byte) 0xff, (byte) 0xfe}
    };

    private ByteOrderMark() {}

    static boolean begins(byte[] text) {
        // No mark begins with an ASCII character, but nearly every text does.
        if (text[0] >= 0) {
            return false;
        }
        for (var mark : MARKS) {
            if (text.length >= mark.length && Arrays.equals(mark, 0, mark.length, text, 0, mark.length)) {
                return true;
            }
        }
        return false;
    }
}
