package io.kgen.protocols.postgres;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * One reading of PostgreSQL's clock. It converts times of this process's monotonic clock to times of the server, so that
 * neither the wall clock of this node nor a difference between the two machines matters.
 *
 * @param micros the server's clock, in microseconds since 1970
 * @param receivedAt {@link System#nanoTime()} when the reading was received
 */
record ServerClock(long micros, long receivedAt) {

    static ServerClock received(Instant serverTime) {
        return new ServerClock(ChronoUnit.MICROS.between(Instant.EPOCH, serverTime), System.nanoTime());
    }

    /**
     * The server's clock at a time of {@link System#nanoTime()}, or less, because the reading was made before it was received.
     * A converted deadline is never late, and at most one round trip early.
     */
    long microsAt(long nanoTime) {
        return micros + TimeUnit.NANOSECONDS.toMicros(nanoTime - receivedAt);
    }
}
