package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real PostgreSQL and a real Redis on loopback ports; both come from Maven Central and need no installation. */
public final class Sandbox implements AutoCloseable {

    private static final String DATABASE = "platform";

    private final SandboxDirectory directory;
    private final Durability durability;
    private final PostgresServer postgresServer;
    private final RedisServer redisServer;
    private final PostgresAddress postgres;

    private Sandbox(
            SandboxDirectory directory,
            Durability durability,
            PostgresServer postgresServer,
            RedisServer redisServer,
            PostgresAddress postgres) {
        this.directory = directory;
        this.durability = durability;
        this.postgresServer = postgresServer;
        this.redisServer = redisServer;
        this.postgres = postgres;
    }

    /** For tests: empty, on random ports, not durable, deleted by {@link #close()} or when the JVM exits. */
    public static Sandbox temporary() {
        try {
            var sandbox = start(SandboxDirectory.lock(Files.createTempDirectory("sandbox-")), Durability.TEMPORARY);
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-close"));
            return sandbox;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the data in {@code directory} and stops servers that a killed sandbox left running there. */
    public static Sandbox at(Path directory) {
        return start(SandboxDirectory.lock(directory), Durability.KEPT);
    }

    /** Stops the servers of {@code directory} and deletes its content; fails while a sandbox uses the directory. */
    public static void wipe(Path directory) {
        try (var locked = SandboxDirectory.lock(directory)) {
            locked.stopLeftovers();
            locked.deleteContent();
        }
    }

    private static Sandbox start(SandboxDirectory directory, Durability durability) {
        try {
            directory.stopLeftovers();
            var redis = RedisServer.start(directory.redis(), durability);
            var postgres = PostgresServer.start(directory.postgres(), durability);
            return new Sandbox(directory, durability, postgres, redis, postgres.database(DATABASE));
        } catch (RuntimeException | Error e) {
            directory.stopLeftovers();
            directory.close();
            throw e;
        }
    }

    public PostgresAddress postgres() {
        return postgres;
    }

    public RedisAddress redis() {
        return redisServer.address();
    }

    /** The environment variables that configure a node of the product to use these servers. */
    public Map<String, String> environment() {
        return Map.of(
                "PLATFORM_POSTGRES_HOST", postgres.host(),
                "PLATFORM_POSTGRES_PORT", Integer.toString(postgres.port()),
                "PLATFORM_POSTGRES_DATABASE", postgres.database(),
                "PLATFORM_POSTGRES_USER", postgres.user(),
                "PLATFORM_POSTGRES_PASSWORD", postgres.password(),
                "PLATFORM_REDIS_HOST", redis().host(),
                "PLATFORM_REDIS_PORT", Integer.toString(redis().port()));
    }

    public PostgresServer postgresServer() {
        return postgresServer;
    }

    public RedisServer redisServer() {
        return redisServer;
    }

    /** A view of the same servers with another database, which is created if it does not exist. */
    Sandbox withDatabase(String name) {
        return new Sandbox(directory, durability, postgresServer, redisServer, postgresServer.database(name));
    }

    /** Stops both servers; idempotent. */
    @Override
    public synchronized void close() {
        redisServer.close();
        postgresServer.close();
        if (durability == Durability.TEMPORARY) {
            directory.delete();
        }
        directory.close();
    }
}
