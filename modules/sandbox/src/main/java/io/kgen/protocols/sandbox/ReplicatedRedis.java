package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** A Redis master with one replica, and three sentinels that promote the replica when the master fails. */
public final class ReplicatedRedis implements AutoCloseable {

    private static final String NAME = "numbers";
    private static final String SENTINEL_PASSWORD = "of-the-sentinels";
    private static final int SENTINELS = 3;

    private final Path directory;
    private final Deque<RedisServer> running = new ArrayDeque<>();
    private final RedisServer master;
    private final RedisServer replica;
    private final List<RedisServer> sentinels;

    private ReplicatedRedis(Path directory) {
        this.directory = directory;
        try {
            this.master = start("master", "save \"\"\nrepl-diskless-sync-delay 0");
            this.replica = start("replica", "save \"\"\nreplicaof 127.0.0.1 " + master.port());
            // The sentinels read the list of replicas from the master when they start, and then every ten seconds.
            Await.until(() -> master.execute("INFO replication").contains("state=online"));
            this.sentinels =
                    IntStream.range(0, SENTINELS).mapToObj(this::sentinel).toList();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Returns when the master is available; a failover is possible only after {@link #awaitReplaceable}. */
    public static ReplicatedRedis start() {
        try {
            var redis = new ReplicatedRedis(
                    Files.createTempDirectory("replicated-redis-").toRealPath());
            Runtime.getRuntime().addShutdownHook(new Thread(redis::close, "replicated-redis-close"));
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the master is available only from the sentinels. */
    public SentinelAddress sentinelAddress() {
        return new SentinelAddress(
                NAME, sentinels.stream().map(RedisServer::address).toList(), SENTINEL_PASSWORD);
    }

    /** The initial master. */
    public RedisServer master() {
        return master;
    }

    /** The initial replica. */
    public RedisServer replica() {
        return replica;
    }

    public List<RedisServer> sentinels() {
        return sentinels;
    }

    /** Returns when each sentinel has discovered the replica and the other sentinels, which a failover requires. */
    public void awaitReplaceable() {
        Await.until(() -> sentinels.stream()
                .allMatch(sentinel ->
                        sentinel.execute(authenticated("INFO sentinel")).contains("slaves=1,sentinels=" + SENTINELS)));
    }

    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            running.pop().close();
        }
        SandboxDirectory.delete(directory);
    }

    private RedisServer sentinel(int number) {
        return start("sentinel-" + number, """
                requirepass %2$s
                sentinel monitor %1$s 127.0.0.1 %3$d 2
                sentinel down-after-milliseconds %1$s 1500
                sentinel failover-timeout %1$s 10000
                """.formatted(NAME, SENTINEL_PASSWORD, master.port()));
    }

    private RedisServer start(String name, String settings) {
        var server = RedisServer.start(directory.resolve(name), Ports.free(), settings);
        running.push(server);
        return server;
    }

    private static String authenticated(String command) {
        return "AUTH " + SENTINEL_PASSWORD + "\r\n" + command;
    }
}
