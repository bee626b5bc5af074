package io.kgen.protocols.bridge.protocol;

import io.kgen.protocols.bridge.limits.Budget;
import io.vertx.core.buffer.Buffer;

/**
 * Splits a byte stream into frames: a length of four bytes, big endian, and then that number of bytes. A frame that arrives in
 * parts is collected in one array, whose whole length is reserved from a budget first; so frames that have arrived in part
 * never wait for memory.
 */
public final class FrameDecoder {

    private static final Buffer EMPTY = Buffer.buffer();

    private Budget.Share budget;
    private int maxFrameBytes;

    private Buffer chunk = EMPTY;
    private int at;
    private byte[] frame;
    private int filled;
    private boolean waitingForMemory;

    /** Reserves memory from this share for frames up to this size. */
    public FrameDecoder(Budget.Share budget, int maxFrameBytes) {
        this.budget = budget;
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Changes the limits from the next frame on. */
    public void setLimits(Budget.Share budget, int maxFrameBytes) {
        this.budget = budget;
        this.maxFrameBytes = maxFrameBytes;
    }

    public void add(Buffer more) {
        chunk = remaining() == 0 ? more : chunk.getBuffer(at, chunk.length()).appendBuffer(more);
        at = 0;
    }

    /**
     * Returns the next complete frame, or null.
     *
     * @throws ProtocolException if the length is not valid; nothing can be decoded after it
     */
    public byte[] next() {
        if (frame != null) {
            return fill();
        }
        if (remaining() < Integer.BYTES) {
            compact();
            return null;
        }
        var length = length();
        if (remaining() - Integer.BYTES >= length) {
            var from = at + Integer.BYTES;
            at = from + length;
            return chunk.getBytes(from, at);
        }
        waitingForMemory = !budget.tryReserve(length);
        if (waitingForMemory) {
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
        if (length > maxFrameBytes) {
            throw new ProtocolException(ProtocolError.FRAME_TOO_LARGE);
        }
        return length;
    }

    private byte[] fill() {
        var part = Math.min(remaining(), frame.length - filled);
        chunk.getBytes(at, at + part, frame, filled);
        at += part;
        filled += part;
        if (filled < frame.length) {
            chunk = EMPTY;
            at = 0;
            return null;
        }
        var complete = frame;
        release();
        return complete;
    }

    /** The first bytes of a length must not keep the whole chunk in memory. */
    private void compact() {
        if (at > 0) {
            chunk = chunk.getBuffer(at, chunk.length());
            at = 0;
        }
    }

    private int remaining() {
        return chunk.length() - at;
    }

    /** Whether a frame has arrived in part, or has not been decoded. */
    public boolean isPartial() {
        return frame != null || remaining() > 0;
    }

    /** Whether there is no memory for the next frame; nothing may be added until there is. */
    public boolean isWaitingForMemory() {
        return waitingForMemory;
    }

    public void clear() {
        release();
        waitingForMemory = false;
        chunk = EMPTY;
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
