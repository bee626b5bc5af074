package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.limits.Budget;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * The frames that were sent to a client and are not written to its socket yet. Above the high watermark, reading from the
 * client pauses; above the hard limit, or if nothing is written for too long, the connection is aborted. Frames are sent on
 * the connection's event loop only; {@link #abort()} may be called by any thread.
 */
public final class OutboundQueue {

    /** In bytes: above it, no more frames are read from the client. */
    public static final int HIGH_WATERMARK = 128 * 1024;

    static final int UNAUTHENTICATED_HIGH_WATERMARK = 8 * 1024;

    private static final int HARD_LIMIT = 4 * 1024 * 1024;

    /** The heap that a queued frame uses in addition to its bytes: a write, its future and an entry in the channel's queue. */
    static final int FRAME_OVERHEAD = 384;

    private final NetSocket socket;
    private final ChannelHandlerContext handler;
    private final OutboundQueues queues;
    private final long stallNanos;

    private Budget.Share share;
    private int bytes;
    private long progressAt;
    private boolean closed;
    private Runnable readResumed = () -> {};
    private int highWatermark = UNAUTHENTICATED_HIGH_WATERMARK;

    OutboundQueue(NetSocket socket, OutboundQueues queues, Budget.Share share, Duration stallTimeout) {
        this.socket = socket;
        this.handler = ((NetSocketInternal) socket).channelHandlerContext();
        this.queues = queues;
        this.share = share;
        this.stallNanos = stallTimeout.toNanos();
        queues.add(this);
    }

    /** The handler is called on the event loop when the queue falls below the high watermark again. */
    void onReadResumed(Runnable resumed) {
        readResumed = resumed;
    }

    /** Charges the queue to the share of a principal from now on. */
    synchronized void chargeTo(Budget.Share principal) {
        highWatermark = HIGH_WATERMARK;
        share.release(bytes);
        share = principal;
        share.charge(bytes);
    }

    void send(Buffer frame) {
        var weight = frame.length() + FRAME_OVERHEAD;
        if (!add(weight)) {
            return;
        }
        queues.enforceBudget(share());
        if (bytes() > HARD_LIMIT) {
            abort();
        } else {
            socket.write(frame).onComplete(written -> remove(weight));
        }
    }

    private synchronized boolean add(int weight) {
        if (closed) {
            return false;
        }
        if (bytes == 0) {
            progressAt = System.nanoTime();
        }
        bytes += weight;
        share.charge(weight);
        return true;
    }

    private void remove(int weight) {
        boolean isResumed;
        synchronized (this) {
            if (closed) {
                return;
            }
            var wasPaused = bytes > highWatermark;
            bytes -= weight;
            share.release(weight);
            progressAt = System.nanoTime();
            isResumed = wasPaused && bytes <= highWatermark;
        }
        if (isResumed) {
            readResumed.run();
        }
    }

    synchronized Budget.Share share() {
        return share;
    }

    /** The heap that the queued frames use. */
    synchronized int bytes() {
        return bytes;
    }

    /** Whether reading from the client is paused until it has read more. */
    synchronized boolean isReadPaused() {
        return bytes > highWatermark;
    }

    synchronized boolean isStalled(long now) {
        return bytes > 0 && now - progressAt > stallNanos;
    }

    /** Closes the connection without writing the rest; {@code close()} would wait until everything is written. */
    void abort() {
        release();
        // Closes at the head of the pipeline, because TLS would wait until its close_notify is written.
        var unused = handler.pipeline().firstContext().close();
    }

    /** Closes the connection. */
    void close() {
        var unused = handler.close();
    }

    /** Returns the memory of the queue to the budget; later frames are dropped. */
    void release() {
        synchronized (this) {
            closed = true;
            share.release(bytes);
            bytes = 0;
        }
        queues.remove(this);
    }
}
