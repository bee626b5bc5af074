package io.kgen.protocols.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** A real PostgreSQL on a loopback port, which a test can pause, stop and kill. */
public final class PostgresServer implements AutoCloseable {

    private static final String ROLE = "platform";
    private static final int DEFAULT_PORT = 15_432;
    /** Includes crash recovery after a kill. */
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
        // INT is the "fast" shutdown: it disconnects clients and flushes committed data.
        return new Daemon("postgres", data, data.resolve("postmaster.pid"), "INT");
    }

    static PostgresServer start(Path directory, Durability durability) {
        return start(
                directory,
                durability,
                durability == Durability.KEPT ? Ports.freePreferably(DEFAULT_PORT) : Ports.free());
    }

    /** Uses another port if the given port is in use, for example by a second sandbox on the default port. */
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
            server.startWithExistingOrNewData();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server;
    }

    private void startWithExistingOrNewData() throws IOException {
        Files.createDirectories(directory);
        Files.deleteIfExists(log());
        var initialized = directory.resolve("initialized");
        if (Files.exists(initialized)) {
            start();
            return;
        }
        // The directory is empty or contains the files of an initdb that was killed.
        SandboxDirectory.delete(daemon.directory());
        start();
        execute("CREATE ROLE %1$s LOGIN PASSWORD '%1$s'".formatted(ROLE));
        Files.createFile(initialized);
    }

    /** Restarts the server on the same port with all committed data, after {@link #stop()} or {@link #kill()}. */
    public void start() {
        try {
            server = builder().start();
            if (!daemon.isRunning()) {
                throw new IllegalStateException("another PostgreSQL listens on port " + port);
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
        var onIfDurable = durability == Durability.KEPT ? "on" : "off";
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
                .setServerConfig("fsync", onIfDurable)
                .setServerConfig("full_page_writes", onIfDurable)
                // Committed data must always survive a crash of the server. The default of the library is off.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1,::1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "400")
                .setServerConfig("shared_buffers", "64MB");
    }

    /** A database whose owner is not a superuser, as in production; created if it does not exist. */
    PostgresAddress database(String name) {
        try (var connection = server.getPostgresDatabase().getConnection();
                var exists = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            exists.setString(1, name);
            if (!exists.executeQuery().next()) {
                execute("CREATE DATABASE \"%s\" OWNER %s".formatted(name, ROLE));
            }
            return new PostgresAddress("127.0.0.1", port, name, ROLE, ROLE);
        } catch (SQLException e) {
            throw new SandboxException("PostgreSQL cannot create database " + name, e);
        }
    }

    /**
     * Restarts the server so that every user except the superuser needs TLS and a password.
     *
     * @param clientAuthority issuer of the certificates that clients must present, or null if they need none
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

    /** Executes a statement as the superuser. */
    public void execute(String sql) {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SandboxException("PostgreSQL rejected: " + sql, e);
        }
    }

    /** The server hangs: the kernel still accepts connections, but no request gets a response. */
    public void pause() {
        daemon.pause();
    }

    public void resume() {
        daemon.resume();
    }

    /** Performs a "fast" shutdown: open connections are closed and new ones are refused. */
    public void stop() {
        close();
    }

    /** Ends all processes at once, as kill -9 does. Committed data is available again after {@link #start()}. */
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
