package io.kgen.protocols.sandbox;

import io.kgen.protocols.platform.PostgresConfig;
import io.kgen.protocols.platform.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** A real PostgreSQL on a loopback port, and what can befall one: it hangs. */
public final class PostgresServer implements AutoCloseable {

    private static final String ROLE = "platform";
    private static final int USUAL_PORT = 15_432;
    /** Recovery after a hard kill included. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private static final int POOL_SIZE = 4;
    private static final int QUEUE_SIZE = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final EmbeddedPostgres server;
    private final Daemon daemon;

    /** Refuses to mistake another server, which won a race for the port, for its own. */
    private PostgresServer(EmbeddedPostgres server, Daemon daemon) {
        if (!daemon.isRunning()) {
            throw new IllegalStateException("another PostgreSQL answers on port " + server.getPort());
        }
        this.server = server;
        this.daemon = daemon;
    }

    static Daemon daemon(Path directory) {
        var data = directory.resolve("data");
        // INT is its "fast" stop: clients are disconnected, and everything committed is flushed.
        return new Daemon("postgres", data, data.resolve("postmaster.pid"), "INT");
    }

    static PostgresServer start(Path directory, Durability durability) {
        var daemon = daemon(directory);
        var log = directory.resolve("postgres.log");
        var initialized = directory.resolve("initialized");
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(log);
            if (Files.notExists(initialized)) {
                // Nothing is there, or what an initdb that was killed half-way has left.
                SandboxDirectory.delete(daemon.directory());
            }
            var embedded = builder(daemon.directory(), log, durability).start();
            var server = new PostgresServer(embedded, daemon);
            if (Files.notExists(initialized)) {
                server.initialize();
                Files.createFile(initialized);
            }
            return server;
        } catch (IOException | IllegalStateException e) {
            daemon.stop();
            throw new SandboxException("PostgreSQL did not start; see " + log, e);
        }
    }

    private static EmbeddedPostgres.Builder builder(Path data, Path log, Durability durability) {
        boolean kept = durability == Durability.KEPT;
        var onIfKept = kept ? "on" : "off";
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(!kept)
                .setRegisterShutdownHook(false)
                .setPort(kept ? Ports.freePreferably(USUAL_PORT) : Ports.free())
                .setPGStartupWait(START_TIMEOUT)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", onIfKept)
                .setServerConfig("full_page_writes", onIfKept)
                .setServerConfig("synchronous_commit", onIfKept)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "400")
                .setServerConfig("shared_buffers", "64MB");
    }

    private void initialize() {
        execute("CREATE ROLE %1$s LOGIN PASSWORD '%1$s'".formatted(ROLE));
    }

    /** A database owned by a role that is no superuser, as in production; created if it is missing. */
    PostgresConfig database(String name) {
        try (var connection = server.getPostgresDatabase().getConnection();
                var exists = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            exists.setString(1, name);
            if (!exists.executeQuery().next()) {
                execute("CREATE DATABASE \"%s\" OWNER %s".formatted(name, ROLE));
            }
            return new PostgresConfig(
                    "127.0.0.1", server.getPort(), name, ROLE, new Secret(ROLE), POOL_SIZE, QUEUE_SIZE, TIMEOUT);
        } catch (SQLException e) {
            throw new SandboxException("PostgreSQL refused to create database " + name, e);
        }
    }

    private void execute(String sql) {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SandboxException("PostgreSQL refused: " + sql, e);
        }
    }

    /** Connections are accepted by the kernel, and nothing is answered. */
    public void pause() {
        daemon.pause();
    }

    public void resume() {
        daemon.resume();
    }

    @Override
    public void close() {
        daemon.resume();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
