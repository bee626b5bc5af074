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

/** A real Redis on a loopback port, and what can befall one: it hangs, dies, comes back empty. */
public final class RedisServer implements AutoCloseable {

    private static final String PROGRAM = "redis-server";
    private static final int USUAL_PORT = 16_379;
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
        var kept = durability == Durability.KEPT;
        return start(
                directory,
                kept ? Ports.freePreferably(USUAL_PORT) : Ports.free(),
                "save \"\"\nappendonly " + (kept ? "yes" : "no"));
    }

    /** @param settings lines of redis.conf beyond what every one here has; with {@code sentinel} lines it is a sentinel */
    static RedisServer start(Path directory, int port, String settings) {
        var server = new RedisServer(directory, port, settings);
        server.start();
        return server;
    }

    /** One of a test's own; it is stopped with the JVM at the latest. */
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

    /** Lines of redis.conf for a second port, which takes TLS connections only. */
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

    /** Starts it again on the same port after {@link #stop()}, with no data if this sandbox is temporary. */
    public void start() {
        try {
            Files.createDirectories(directory);
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Await.until(START_TIMEOUT, () -> ask("PING").matches("\\+PONG|-NOAUTH .*"))) {
            stop();
            throw new SandboxException("Redis did not start; see " + directory.resolve("redis.log"));
        }
    }

    /** Connections are refused from now on. */
    public void stop() {
        daemon.stop();
    }

    /** It is gone, with no chance to tell anybody. */
    public void kill() {
        daemon.kill();
    }

    /** Connections are accepted by the kernel, and nothing is answered. */
    public void pause() {
        daemon.pause();
    }

    public void resume() {
        daemon.resume();
    }

    /** Forgets everything. */
    public void flush() {
        if (!ask("FLUSHALL").equals("+OK")) {
            throw new SandboxException("Redis does not answer.");
        }
    }

    /** What it answers to a command, or to several with line breaks between them, as it is sent; empty if it does not. */
    public String ask(String command) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) START_TIMEOUT.toMillis());
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            // Its cue to close, once it has answered; a sentinel knows no QUIT.
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException notThere) {
            return "";
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** As a daemon, so that a Ctrl-C at the terminal reaches the JVM alone, which then stops things in order. */
    private void launch() throws IOException {
        var executable = directory.resolve(PROGRAM);
        var bundled = RedisExecProvider.defaultProvider().get().toPath();
        Files.move(bundled, executable, StandardCopyOption.REPLACE_EXISTING);
        var file = Files.writeString(directory.resolve("redis.conf"), usualSettings() + settings);
        var command = new ProcessBuilder(executable.toString(), file.toString());
        if (settings.contains("sentinel ")) {
            command.command().add("--sentinel");
        }
        command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private String usualSettings() {
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
