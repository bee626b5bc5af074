package io.kgen.protocols.gateway.bodies;

import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.HttpException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates exactly one gzip member (RFC 1952) without trailing bytes. The stream of the JDK reads any number of members, by
 * recursion, and ignores trailing bytes silently.
 */
final class Gunzip {

    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xe0;
    private static final int BYTES_AFTER_FLAGS = 6;
    private static final int TRAILER_BYTES = 8;
    private static final int STEP = 8 * 1024;

    private final ByteBuffer gzip;
    private final CRC32 checksum = new CRC32();

    private Gunzip(byte[] gzip) {
        this.gzip = ByteBuffer.wrap(gzip).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Appends the decompressed bytes.
     *
     * @param limit the maximum number of decompressed bytes
     * @throws HttpException if it is not one complete member, or exceeds the limit
     */
    static void inflate(byte[] gzip, BodyBytes to, int limit) {
        try {
            new Gunzip(gzip).inflate(to, limit);
        } catch (DataFormatException | BufferUnderflowException | IllegalArgumentException e) {
            throw HttpException.badRequest("the body is not one valid gzip stream");
        }
    }

    private void inflate(BodyBytes to, int limit) throws DataFormatException {
        skipHeader();
        var inflater = new Inflater(true);
        try {
            inflater.setInput(gzip);
            inflate(inflater, to, limit);
        } finally {
            inflater.end();
        }
        require(gzip.remaining() == TRAILER_BYTES);
        require(gzip.getInt() == (int) checksum.getValue());
        require(gzip.getInt() == to.length());
    }

    private void inflate(Inflater inflater, BodyBytes to, int limit) throws DataFormatException {
        var step = new byte[STEP];
        while (!inflater.finished()) {
            var count = inflater.inflate(step);
            // No progress: the stream is truncated, or needs a dictionary, which gzip does not have.
            require(count > 0 || inflater.finished());
            if (count > limit - to.length()) {
                throw HttpException.closingConnection(
                        ErrorCode.PAYLOAD_TOO_LARGE, "the inflated body is larger than " + limit + " bytes");
            }
            checksum.update(step, 0, count);
            to.append(step, count);
        }
    }

    private void skipHeader() throws DataFormatException {
        require(Short.toUnsignedInt(gzip.getShort()) == MAGIC);
        require(gzip.get() == DEFLATE);
        var flags = gzip.get();
        require((flags & RESERVED_FLAGS) == 0);
        skip(BYTES_AFTER_FLAGS);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(Short.toUnsignedInt(gzip.getShort()));
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            requireHeaderChecksum();
        }
    }

    private void requireHeaderChecksum() throws DataFormatException {
        var header = new CRC32();
        header.update(gzip.array(), 0, gzip.position());
        require(Short.toUnsignedInt(gzip.getShort()) == (header.getValue() & 0xffff));
    }

    /** Up to its NUL. */
    private void skipText() {
        while (gzip.get() != 0) {
            // skip
        }
    }

    private void skip(int bytes) {
        gzip.position(gzip.position() + bytes);
    }

    private static void require(boolean condition) throws DataFormatException {
        if (!condition) {
            throw new DataFormatException();
        }
    }
}
