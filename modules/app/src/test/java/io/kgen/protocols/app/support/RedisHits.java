package io.kgen.protocols.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.sandbox.Sandbox;
import java.io.IOException;
import java.time.Duration;

/** Detects lookups that are served from Redis, by the statistics of Redis. */
public final class RedisHits {

    /** The event loops of the nodes under test. Each has its own Redis connection, and requests reach them in turn. */
    public static final int EVENT_LOOPS = 2;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String READS = "cmdstat_mget:calls=";

    private RedisHits() {}

    /** Returns when the lookup is a cache hit on every event loop. */
    public static void await(Sandbox sandbox, int port, LoadRequest lookup) throws IOException {
        var deadline = System.nanoTime() + TIMEOUT.toNanos();
        try (var connection = new PlainConnection(port)) {
            var hits = 0L;
            while (hits < EVENT_LOOPS) {
                assertThat(System.nanoTime()).as("deadline for hits").isLessThan(deadline);
                var before = count(sandbox);
                for (var i = 0; i < EVENT_LOOPS; i++) {
                    assertThat(connection.exchange(lookup.text())).isEqualTo(200);
                }
                hits = count(sandbox) - before;
            }
        }
    }

    private static long count(Sandbox sandbox) {
        return sandbox.redisServer()
                .execute("INFO commandstats")
                .lines()
                .filter(line -> line.startsWith(READS))
                .mapToLong(line -> Long.parseLong(line.substring(READS.length(), line.indexOf(','))))
                .sum();
    }
}
