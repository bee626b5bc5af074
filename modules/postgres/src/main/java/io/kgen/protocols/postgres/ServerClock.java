package io.kgen.protocols.postgres;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * One reading of PostgreSQL's clock. It converts times of this process's monotonic clock to times of the server, so neither
 * the wall clock of this node nor a constant difference between the two machines matters.
 *
 * @param micros of the server's clock since 1970
 * @param receivedAt {@link System#nanoTime()} when the answer with that reading had arrived
 */
record ServerClock(long micros, long receivedAt) {

    static ServerClock received(Instant serverTime) {
        return new ServerClock(ChronoUnit.MICROS.between(Instant.EPOCH, serverTime), System.nanoTime());
    }

    /**
     * What the server's clock shows at a moment of {@link System#nanoTime()}, or less: the reading is older than its arrival
     * by the way back. A deadline converted by it is never late, and early by one round trip at most.
     */
    long microsAt(long nanoTime) {
        return micros + TimeUnit.NANOSECONDS.toMicros(nanoTime - receivedAt);
    }
}
