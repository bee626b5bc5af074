package io.kgen.protocols.gateway.connections;

import io.netty.buffer.ByteBuf;

/** The end of a chunked body without trailers (RFC 9112, section 7.1). */
final class LastChunk {

    private static final byte[] BYTES = {'0', '\r', '\n', '\r', '\n'};

    private LastChunk() {}

    static boolean isAtEndOf(ByteBuf bytes) {
        var from = bytes.writerIndex() - BYTES.length;
        if (from < bytes.readerIndex()) {
            return false;
        }
        for (var i = 0; i < BYTES.length; i++) {
            if (bytes.getByte(from + i) != BYTES[i]) {
                return false;
            }
        }
        return true;
    }
}
