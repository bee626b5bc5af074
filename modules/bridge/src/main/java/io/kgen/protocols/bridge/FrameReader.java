package io.kgen.protocols.bridge;

import io.vertx.core.buffer.Buffer;

/** Cuts a stream into frames: four bytes of length, big endian, and so many bytes. Keeps what has come, not what is announced. */
final class FrameReader {

    private static final Buffer NOTHING = Buffer.buffer();

    private Buffer bytes = NOTHING;
    private int start;

    void add(Buffer chunk) {
        if (!isPartial()) {
            bytes = chunk;
        } else {
            // Only what is left of a frame before is moved: a frame that comes byte by byte must not be copied with
            // each.
            bytes = (start == 0 ? bytes : bytes.getBuffer(start, bytes.length())).appendBuffer(chunk);
        }
        start = 0;
    }

    /**
     * The next frame that has come in whole, or null.
     *
     * @throws Refusal for a length that no frame has; nothing can be read after it
     */
    byte[] next() {
        if (bytes.length() - start < Integer.BYTES) {
            return null;
        }
        var length = bytes.getInt(start);
        if (length <= 0) {
            throw new Refusal(Fault.INVALID_LENGTH);
        }
        if (length > Limits.FRAME_BYTES) {
            throw new Refusal(Fault.FRAME_TOO_LARGE);
        }
        var from = start + Integer.BYTES;
        if (bytes.length() - from < length) {
            return null;
        }
        start = from + length;
        return bytes.getBytes(from, start);
    }

    /** Whether a frame has begun to come in, and not ended. */
    boolean isPartial() {
        return start < bytes.length();
    }

    void clear() {
        bytes = NOTHING;
        start = 0;
    }
}
