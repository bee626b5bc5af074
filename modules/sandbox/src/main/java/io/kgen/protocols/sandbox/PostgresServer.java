package io.kgen.protocols.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** A real PostgreSQL on a loopback port, and what can befall one: it hangs, stops, crashes. */
public final class PostgresServer implements AutoCloseable {

    private static final String ROLE = "platform";
    private static final int USUAL_PORT = 15_432;
    /** Recovery after a hard kill included. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Path directory;
    private final Durability durability;
    private final int port;
    private final Daemon daemon;
    private EmbeddedPostgres server;

    private PostgresServer(Path directory, Durability durability, int port) {
        this.directory = directory;
        this.durability = durability;
        this.port = port;
        this.daemon = daemon(directory);
    }

    static Daemon daemon(Path directory) {
        var data = directory.resolve("data");
        // INT is its "fast" stop: clients are disconnected, and everything committed is flushed.
        return new Daemon("postgres", data, data.resolve("postmaster.pid"), "INT");
    }

    static PostgresServer start(Path directory, Durability durability) {
        return start(
                directory, durability, durability == Durability.KEPT ? Ports.freePreferably(USUAL_PORT) : Ports.free());
    }

    /** On another port if that one is taken: somebody may have been quicker, such as a second sandbox that likes the usual one. */
    static PostgresServer start(Path directory, Durability durability, int port) {
        try {
            return startOn(port, directory, durability);
        } catch (SandboxException e) {
            if (Ports.isFree(port)) {
                throw e;
            }
            return startOn(Ports.free(), directory, durability);
        }
    }

    private static PostgresServer startOn(int port, Path directory, Durability durability) {
        var server = new PostgresServer(directory, durability, port);
        try {
            server.startAnyData();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server;
    }

    private void startAnyData() throws IOException {
        Files.createDirectories(directory);
        Files.deleteIfExists(log());
        var initialized = directory.resolve("initialized");
        if (Files.exists(initialized)) {
            start();
            return;
        }
        // Nothing is there, or what an initdb that was killed half-way has left.
        SandboxDirectory.delete(daemon.directory());
        start();
        execute("CREATE ROLE %1$s LOGIN PASSWORD '%1$s'".formatted(ROLE));
        Files.createFile(initialized);
    }

    /** Starts it again on the same port and with what is committed, after {@link #stop()} or {@link #kill()}. */
    public void start() {
        try {
            server = builder().start();
            if (!daemon.isRunning()) {
                throw new IllegalStateException("another PostgreSQL, which won a race for it, answers on port " + port);
            }
        } catch (IOException | IllegalStateException e) {
            daemon.stop();
            throw new SandboxException("PostgreSQL did not start; see " + log(), e);
        }
    }

    private Path log() {
        return directory.resolve("postgres.log");
    }

    private EmbeddedPostgres.Builder builder() {
        var onIfKept = durability == Durability.KEPT ? "on" : "off";
        return EmbeddedPostgres.builder()
                .setDataDirectory(daemon.directory())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START_TIMEOUT)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", onIfKept)
                .setServerConfig("full_page_writes", onIfKept)
                // Always: what is committed outlives a crash of the server. The library's own default is off.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1,::1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "400")
                .setServerConfig("shared_buffers", "64MB");
    }

    /** A database owned by a role that is no superuser, as in production; created if it is missing. */
    PostgresAddress database(String name) {
        try (var connection = server.getPostgresDatabase().getConnection();
                var exists = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            exists.setString(1, name);
            if (!exists.executeQuery().next()) {
                execute("CREATE DATABASE \"%s\" OWNER %s".formatted(name, ROLE));
            }
            return new PostgresAddress("127.0.0.1", port, name, ROLE, ROLE);
        } catch (SQLException e) {
            throw new SandboxException("PostgreSQL refused to create database " + name, e);
        }
    }

    /**
     * Restarts it: from then on, everybody but the superuser needs TLS and a password.
     *
     * @param clientAuthority of the certificates that clients must show, or null if they need none
     */
    public void requireTls(IssuedCertificate own, Path clientAuthority) {
        set("ssl", "on");
        set("ssl_cert_file", own.certificate().toString());
        set("ssl_key_file", own.key().toString());
        set("ssl_ca_file", clientAuthority == null ? "" : clientAuthority.toString());
        var clientCertificate = clientAuthority == null ? "" : "clientcert=verify-ca";
        try {
            Files.writeString(daemon.directory().resolve("pg_hba.conf"), """
                    host all postgres all trust
                    hostssl all all all scram-sha-256 %s
                    """.formatted(clientCertificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stop();
        start();
    }

    private void set(String parameter, String value) {
        execute("ALTER SYSTEM SET %s = '%s'".formatted(parameter, value));
    }

    /** As the superuser. */
    public void execute(String sql) {
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

    /** Connections are refused from now on, and the open ones are closed; this is its "fast" shutdown. */
    public void stop() {
        close();
    }

    /** All its processes end at once, as by kill -9. What is committed is there after {@link #start()}. */
    public void kill() {
        daemon.kill();
        close();
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
