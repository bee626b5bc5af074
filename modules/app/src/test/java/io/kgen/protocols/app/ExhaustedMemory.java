package io.kgen.protocols.app;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayDeque;

/** A process that exhausts its direct memory, releases it again and prints the reported liveness in both states. */
final class ExhaustedMemory {

    private static final int BUFFER_BYTES = 64 * 1024;

    private ExhaustedMemory() {}

    public static void main(String[] args) {
        var watched = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
        var watching = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        var liveness = Liveness.of(watched, watching, Duration.ofMillis(50), Duration.ofMillis(500));
        print(liveness, false);
        var buffers = exhaust();
        // Repeated, so that memory cached by other threads is exhausted, too.
        while (liveness.problem().isEmpty()) {
            buffers.addAll(exhaust());
        }
        print(liveness, true);
        buffers.forEach(ByteBuf::release);
        print(liveness, false);
        System.out.println("end");
        Runtime.getRuntime().halt(0);
    }

    private static void print(Liveness liveness, boolean isFaulty) {
        while (liveness.problem().isPresent() != isFaulty) {
            Thread.onSpinWait();
        }
        System.out.println(liveness.problem().orElse("live"));
    }

    private static ArrayDeque<ByteBuf> exhaust() {
        var buffers = new ArrayDeque<ByteBuf>();
        while (true) {
            try {
                buffers.add(ByteBufAllocator.DEFAULT.directBuffer(BUFFER_BYTES));
            } catch (OutOfMemoryError exhausted) {
                return buffers;
            }
        }
    }
}
