package io.kgen.protocols.sandbox;

import io.kgen.protocols.platform.RedisConfig;
import io.kgen.protocols.platform.RedisSentinels;
import io.kgen.protocols.platform.Secret;
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
    /** Longer than in production, so that a busy build machine is no outage. */
    private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(250);

    private final Path directory;
    private final Durability durability;
    private final int port;
    private final Daemon daemon;

    private RedisServer(Path directory, Durability durability, int port) {
        this.directory = directory;
        this.durability = durability;
        this.port = port;
        this.daemon = daemon(directory);
    }

    static Daemon daemon(Path directory) {
        return new Daemon(PROGRAM, directory, directory.resolve("redis.pid"), "TERM");
    }

    static RedisServer start(Path directory, Durability durability) {
        int port = durability == Durability.KEPT ? Ports.freePreferably(USUAL_PORT) : Ports.free();
        var server = new RedisServer(directory, durability, port);
        server.start();
        return server;
    }

    RedisConfig config() {
        return new RedisConfig("127.0.0.1", port, RedisSentinels.NONE, Secret.NONE, COMMAND_TIMEOUT);
    }

    /** Starts it again on the same port after {@link #stop()}, with no data if this sandbox is temporary. */
    public void start() {
        try {
            Files.createDirectories(directory);
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Await.until(START_TIMEOUT, () -> answers("PING", "+PONG"))) {
            throw new SandboxException("Redis did not start; see " + directory.resolve("redis.log"));
        }
    }

    /** Connections are refused from now on. */
    public void stop() {
        daemon.stop();
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
        if (!answers("FLUSHALL", "+OK")) {
            throw new SandboxException("Redis does not answer.");
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
        var settings = Files.writeString(directory.resolve("redis.conf"), settings());
        new ProcessBuilder(executable.toString(), settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private String settings() {
        return """
                daemonize yes
                bind 127.0.0.1
                port %d
                dir "%s"
                pidfile "%s"
                logfile redis.log
                set-proc-title no
                save ""
                appendonly %s
                """.formatted(port, directory, daemon.pidFile(), durability == Durability.KEPT ? "yes" : "no");
    }

    private boolean answers(String command, String answer) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) START_TIMEOUT.toMillis());
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var reply = socket.getInputStream().readNBytes(answer.length());
            return answer.equals(new String(reply, StandardCharsets.US_ASCII));
        } catch (IOException notThere) {
            return false;
        }
    }
}
