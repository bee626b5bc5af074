package io.kgen.protocols.bridge;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * What is on its way to a client. One that reads slowly is no longer read from; one that does not read at all is cut off
 * before much has piled up for it. Sends on its event loop only; may be cut off from any thread.
 */
final class OutboundQueue {

    /** Past this, nothing more is taken from a client until it has read. */
    static final int FULL_OF_STRANGERS = 8 * 1024;

    static final int FULL = 128 * 1024;

    private static final int TOO_FULL = 4 * 1024 * 1024;

    /** What a frame costs beside its bytes while it waits: a write, its future, an entry in the channel's queue. */
    static final int FRAME_OVERHEAD = 384;

    private final NetSocket socket;
    private final ChannelHandlerContext handler;
    private final Unsent unsent;
    private final long patience;

    private Budget.Share share;
    private int bytes;
    private long movedAt;
    private boolean cutOff;
    private Runnable drained = () -> {};
    private int full = FULL_OF_STRANGERS;

    OutboundQueue(NetSocket socket, Unsent unsent, Budget.Share strangers, Duration patience) {
        this.socket = socket;
        this.handler = ((NetSocketInternal) socket).channelHandlerContext();
        this.unsent = unsent;
        this.share = strangers;
        this.patience = patience.toNanos();
        unsent.add(this);
    }

    /** Called on the event loop whenever the client has read so much that it may be read from again. */
    void onDrained(Runnable handler) {
        drained = handler;
    }

    /** From now on it is counted as that of a principal. */
    synchronized void countFor(Budget.Share principals) {
        full = FULL;
        share.release(bytes);
        share = principals;
        share.take(bytes);
    }

    void send(Buffer frame) {
        var weight = frame.length() + FRAME_OVERHEAD;
        if (!count(weight)) {
            return;
        }
        unsent.check(share());
        if (bytes() > TOO_FULL) {
            cutOff();
        } else {
            socket.write(frame).onComplete(written -> sent(weight));
        }
    }

    private synchronized boolean count(int weight) {
        if (cutOff) {
            return false;
        }
        if (bytes == 0) {
            movedAt = System.nanoTime();
        }
        bytes += weight;
        share.take(weight);
        return true;
    }

    private void sent(int weight) {
        boolean roomAgain;
        synchronized (this) {
            if (cutOff) {
                return;
            }
            var wasFull = bytes > full;
            bytes -= weight;
            share.release(weight);
            movedAt = System.nanoTime();
            roomAgain = wasFull && bytes <= full;
        }
        if (roomAgain) {
            drained.run();
        }
    }

    synchronized Budget.Share share() {
        return share;
    }

    /** As they weigh on the heap. */
    synchronized int bytes() {
        return bytes;
    }

    /** Whether the client is not read from, until it has read. */
    synchronized boolean isFull() {
        return bytes > full;
    }

    synchronized boolean isStuck(long now) {
        return bytes > 0 && now - movedAt > patience;
    }

    /** At once: {@code close()} would wait until everything is read. */
    void cutOff() {
        forget();
        // At the head of the pipeline: TLS would wait, too, for its farewell to be read.
        var unused = handler.pipeline().firstContext().close();
    }

    /** Once what was sent had its time to be read. */
    void close() {
        var unused = handler.close();
    }

    /** Nothing is counted any more. */
    void forget() {
        synchronized (this) {
            cutOff = true;
            share.release(bytes);
            bytes = 0;
        }
        unsent.remove(this);
    }
}
