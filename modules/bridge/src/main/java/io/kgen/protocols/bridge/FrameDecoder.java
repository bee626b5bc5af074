package io.kgen.protocols.bridge;

import io.vertx.core.buffer.Buffer;

/**
 * Cuts a stream into frames: four bytes of length, big endian, and so many bytes. A frame that comes in pieces is collected in one
 * array of its length, which is taken from a budget first; so two frames never wait for each other half read.
 */
final class FrameDecoder {

    private static final Buffer NOTHING = Buffer.buffer();

    private Budget.Share budget;
    private int most;

    private Buffer chunk = NOTHING;
    private int at;
    private byte[] frame;
    private int filled;
    private boolean waiting;

    /** @param most bytes of a frame */
    FrameDecoder(Budget.Share budget, int most) {
        this.budget = budget;
        this.most = most;
    }

    /** From the next frame on. */
    void allow(Budget.Share budget, int most) {
        this.budget = budget;
        this.most = most;
    }

    void add(Buffer more) {
        chunk = left() == 0 ? more : chunk.getBuffer(at, chunk.length()).appendBuffer(more);
        at = 0;
    }

    /**
     * The next frame that has come in whole, or null.
     *
     * @throws ProtocolException for a length that no frame has; nothing can be read after it
     */
    byte[] next() {
        if (frame != null) {
            return fill();
        }
        if (left() < Integer.BYTES) {
            compact();
            return null;
        }
        var length = length();
        if (left() - Integer.BYTES >= length) {
            var from = at + Integer.BYTES;
            at = from + length;
            return chunk.getBytes(from, at);
        }
        waiting = !budget.reserve(length);
        if (waiting) {
            return null;
        }
        at += Integer.BYTES;
        frame = new byte[length];
        return fill();
    }

    private int length() {
        var length = chunk.getInt(at);
        if (length <= 0) {
            throw new ProtocolException(ProtocolError.INVALID_LENGTH);
        }
        if (length > most) {
            throw new ProtocolException(ProtocolError.FRAME_TOO_LARGE);
        }
        return length;
    }

    private byte[] fill() {
        var piece = Math.min(left(), frame.length - filled);
        chunk.getBytes(at, at + piece, frame, filled);
        at += piece;
        filled += piece;
        if (filled < frame.length) {
            chunk = NOTHING;
            at = 0;
            return null;
        }
        var whole = frame;
        release();
        return whole;
    }

    /** A few bytes of a length must not keep the whole chunk that they came in. */
    private void compact() {
        if (at > 0) {
            chunk = chunk.getBuffer(at, chunk.length());
            at = 0;
        }
    }

    private int left() {
        return chunk.length() - at;
    }

    /** Whether a frame has begun to come in, and not been read. */
    boolean isPartial() {
        return frame != null || left() > 0;
    }

    /** Whether there is no memory for the next frame; nothing is to be added until there is. */
    boolean isWaiting() {
        return waiting;
    }

    void clear() {
        release();
        waiting = false;
        chunk = NOTHING;
        at = 0;
    }

    private void release() {
        if (frame != null) {
            budget.release(frame.length);
            frame = null;
            filled = 0;
        }
    }
}
