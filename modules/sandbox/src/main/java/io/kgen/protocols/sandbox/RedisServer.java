package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import redis.embedded.RedisExecProvider;

/** A real Redis on a loopback port, which a test can pause, stop, kill and flush. */
public final class RedisServer implements AutoCloseable {

    private static final String PROGRAM = "redis-server";
    private static final int DEFAULT_PORT = 16_379;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

    private final Path directory;
    private final int port;
    private final String settings;
    private final Daemon daemon;

    private RedisServer(Path directory, int port, String settings) {
        this.directory = directory;
        this.port = port;
        this.settings = settings;
        this.daemon = daemon(directory);
    }

    static Daemon daemon(Path directory) {
        return new Daemon(PROGRAM, directory, directory.resolve("redis.pid"), "TERM");
    }

    static RedisServer start(Path directory, Durability durability) {
        var durable = durability == Durability.KEPT;
        return start(
                directory,
                durable ? Ports.freePreferably(DEFAULT_PORT) : Ports.free(),
                "save \"\"\nappendonly " + (durable ? "yes" : "no"));
    }

    /** @param settings additional lines of redis.conf; with {@code sentinel} lines, the server is a sentinel */
    static RedisServer start(Path directory, int port, String settings) {
        var server = new RedisServer(directory, port, settings);
        server.start();
        return server;
    }

    /** Starts a separate server for one test; it stops with the JVM at the latest. */
    public static RedisServer startWith(String settings) {
        try {
            var directory = Files.createTempDirectory("redis-").toRealPath();
            var server = start(directory, Ports.free(), settings);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "redis-close"));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of redis.conf for a second port, which accepts only TLS connections. */
    public static String tls(int port, IssuedCertificate own) {
        return """
                tls-port %d
                tls-cert-file "%s"
                tls-key-file "%s"
                tls-auth-clients no
                """.formatted(port, own.certificate(), own.key());
    }

    RedisAddress address() {
        return new RedisAddress("127.0.0.1", port);
    }

    public int port() {
        return port;
    }

    /** Restarts the server on the same port after {@link #stop()}; the data is lost if the sandbox is temporary. */
    public void start() {
        try {
            Files.createDirectories(directory);
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Await.until(START_TIMEOUT, () -> execute("PING").matches("\\+PONG|-NOAUTH .*"))) {
            stop();
            throw new SandboxException("Redis did not start; see " + directory.resolve("redis.log"));
        }
    }

    /** Stops the server; new connections are refused. */
    public void stop() {
        daemon.stop();
    }

    /** Ends the server at once, without a graceful shutdown. */
    public void kill() {
        daemon.kill();
    }

    /** The server hangs: the kernel still accepts connections, but no command gets a reply. */
    public void pause() {
        daemon.pause();
    }

    public void resume() {
        daemon.resume();
    }

    /** Deletes all data. */
    public void flush() {
        if (!execute("FLUSHALL").equals("+OK")) {
            throw new SandboxException("Redis does not reply.");
        }
    }

    /** Returns the raw reply to one command, or to several separated by line breaks; empty if there is no reply. */
    public String execute(String command) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) START_TIMEOUT.toMillis());
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            // The server closes the connection after its reply; a sentinel does not support QUIT.
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unavailable) {
            return "";
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Starts a daemon, so that Ctrl-C at the terminal signals only the JVM, which then stops the servers in order. */
    private void launch() throws IOException {
        var executable = directory.resolve(PROGRAM);
        var bundled = RedisExecProvider.defaultProvider().get().toPath();
        Files.move(bundled, executable, StandardCopyOption.REPLACE_EXISTING);
        var file = Files.writeString(directory.resolve("redis.conf"), commonSettings() + settings);
        var command = new ProcessBuilder(executable.toString(), file.toString());
        if (settings.contains("sentinel ")) {
            command.command().add("--sentinel");
        }
        command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private String commonSettings() {
        return """
                daemonize yes
                bind 127.0.0.1 -::1
                port %d
                dir "%s"
                pidfile "%s"
                logfile redis.log
                set-proc-title no
                """.formatted(port, directory, daemon.pidFile());
    }
}
