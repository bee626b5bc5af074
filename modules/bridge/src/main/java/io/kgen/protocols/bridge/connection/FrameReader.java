package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.bridge.limits.Budgets;
import io.kgen.protocols.bridge.protocol.FrameDecoder;
import io.kgen.protocols.bridge.protocol.ProtocolError;
import io.kgen.protocols.bridge.protocol.ProtocolException;
import io.netty.channel.Channel;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the frames of one client with back pressure: reading pauses while the client does not read its replies, or while
 * there is no memory for its frame.
 */
final class FrameReader {

    private enum Processing {
        IDLE,
        RUNNING,
        /** The limit of one event-loop task is reached; processing continues in the next one. */
        YIELDED
    }

    private static final Logger LOG = LoggerFactory.getLogger(FrameReader.class);

    /** Of one read. With {@code pause()} of Vert.x, two dozen reads of 64 KiB could accumulate. */
    private static final int READ_BYTES = 16 * 1024;

    /** In bytes, for one event-loop task; the event loop also serves other clients and players. */
    private static final int TASK_LIMIT = 64 * 1024;
    /** The cost of a frame in addition to its bytes. */
    private static final int FRAME_COST = 2 * 1024;

    private final ClientConnection connection;
    private final Channel channel;
    private final FrameDecoder decoder;

    private Processing processing = Processing.IDLE;
    private long lastFrameAt = System.nanoTime();
    private long partialSince;

    FrameReader(ClientConnection connection, Channel channel, Budgets.Account unauthenticated) {
        this.connection = connection;
        this.channel = channel;
        this.decoder = new FrameDecoder(unauthenticated.frames(), BridgeLimits.UNAUTHENTICATED_FRAME_BYTES);
    }

    void open() {
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1));
    }

    /** Charges frames to the account of a principal from now on. */
    void chargeTo(Budgets.Account principal) {
        decoder.setLimits(principal.frames(), BridgeLimits.FRAME_BYTES);
    }

    void received(Buffer chunk) {
        if (!connection.isOpen()) {
            return;
        }
        if (!decoder.isPartial()) {
            partialSince = System.nanoTime();
        }
        decoder.add(chunk);
        process();
    }

    /** Handles the frames that were received, as far as back pressure allows. */
    void process() {
        if (processing != Processing.IDLE) {
            return;
        }
        processing = Processing.RUNNING;
        try {
            processFrames();
        } catch (ProtocolException e) {
            connection.fail(e.error());
        } catch (RuntimeException e) {
            LOG.error("bridge: failed to handle a frame from {}", connection.remoteAddress(), e);
            connection.fail(ProtocolError.INTERNAL);
        } finally {
            processing = processing == Processing.RUNNING ? Processing.IDLE : processing;
        }
        var canRead = connection.mayProcess() && !decoder.isWaitingForMemory() && processing == Processing.IDLE;
        channel.config().setAutoRead(canRead || !connection.isOpen());
    }

    private void processFrames() {
        var left = TASK_LIMIT;
        while (left > 0 && connection.mayProcess()) {
            var bytes = decoder.next();
            if (bytes == null) {
                return;
            }
            left -= FRAME_COST + bytes.length;
            lastFrameAt = System.nanoTime();
            partialSince = lastFrameAt;
            connection.handle(bytes);
        }
        if (left <= 0) {
            processing = Processing.YIELDED;
            channel.eventLoop().execute(this::resume);
        }
    }

    private void resume() {
        processing = Processing.IDLE;
        process();
    }

    /** Enforces the frame timeout and the idle timeout, and retries a frame that waits for memory. */
    void check(long now, BridgeLimits limits) {
        if (!connection.mayProcess()) {
            // The frame timeout does not run while reading is paused.
            partialSince = now;
        } else if (decoder.isPartial() && now - partialSince > limits.frame().toNanos()) {
            connection.fail(ProtocolError.FRAME_TIMEOUT);
        } else if (decoder.isWaitingForMemory()) {
            process();
        } else if (!connection.hasRequests()
                && now - lastFrameAt > limits.idle().toNanos()) {
            connection.fail(ProtocolError.IDLE_TIMEOUT);
        }
    }

    /** Discards what was received, and input that follows. */
    void discard() {
        decoder.clear();
        channel.config().setAutoRead(true);
    }

    void closed() {
        decoder.clear();
    }
}
