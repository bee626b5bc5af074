package io.kgen.protocols.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * What is on its way to a client. One that reads slowly is no longer read from; one that does not read at all is cut off
 * before much has piled up for it.
 */
final class Outbox {

    private static final int FULL = 1024 * 1024;
    private static final int TOO_FULL = 4 * FULL;

    private final NetSocket socket;
    private final long patience;

    private int bytes;
    private long movedAt;
    private boolean holding;

    Outbox(NetSocket socket, Duration patience) {
        this.socket = socket;
        this.patience = patience.toNanos();
    }

    void send(Buffer frame) {
        if (bytes > TOO_FULL) {
            cutOff();
            return;
        }
        if (bytes == 0) {
            movedAt = System.nanoTime();
        }
        bytes += frame.length();
        if (bytes > FULL && !holding) {
            holding = true;
            socket.pause();
        }
        socket.write(frame).onComplete(written -> sent(frame.length()));
    }

    private void sent(int length) {
        bytes -= length;
        movedAt = System.nanoTime();
        if (bytes <= FULL && holding) {
            holding = false;
            socket.resume();
        }
    }

    /** Whether the client is not read from, until it has read. */
    boolean isHolding() {
        return holding;
    }

    boolean isStuck(long now) {
        return bytes > 0 && now - movedAt > patience;
    }

    /** At once: {@code close()} would wait until everything is read. */
    void cutOff() {
        var unused = ((NetSocketInternal) socket).channelHandlerContext().close();
    }
}
