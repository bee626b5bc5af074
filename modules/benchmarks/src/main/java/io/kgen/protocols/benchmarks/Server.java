package io.kgen.protocols.benchmarks;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A running contender. */
final class Server implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long STOP_SECONDS = 20;
    private static final String PEAK = "VmHWM:";

    private final Contender contender;
    private final int port;
    private final Process process;
    private final Path log;
    private final long readyMillis;

    private Server(Contender contender, int port, Process process, Path log) {
        this.contender = contender;
        this.port = port;
        this.process = process;
        this.log = log;
        this.readyMillis = awaitPort();
    }

    /** Returns when it accepts connections, which is the last step of each start. */
    static Server start(Contender contender, Path logs) {
        try {
            var port = freePort();
            var log = Files.createDirectories(logs).resolve(contender.name() + ".log");
            var command = Jvm.command(contender.jvm(), contender.program());
            var process = Jvm.start(command, contender.environment(port), ProcessBuilder.Redirect.to(log.toFile()));
            return new Server(contender, port, process, log);
        } catch (IOException e) {
            throw new BenchmarkException("cannot start " + contender.name(), e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private long awaitPort() {
        var begin = System.nanoTime();
        while (!accepts()) {
            if (!process.isAlive() || System.nanoTime() - begin > START_TIMEOUT.toNanos()) {
                process.destroy();
                throw new BenchmarkException(contender.name() + " did not start; see " + log);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    private boolean accepts() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** For a node with only a management listener, which is open before the node is ready. */
    void awaitReady() {
        var begin = System.nanoTime();
        while (refuses("/ready")) {
            if (System.nanoTime() - begin > START_TIMEOUT.toNanos()) {
                throw new BenchmarkException(contender.name() + " is not ready; see " + log);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean refuses(String path) {
        try {
            var connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_UNAVAILABLE;
        } catch (IOException notYet) {
            return true;
        }
    }

    Contender contender() {
        return contender;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** The time from the start of the process to the first accepted connection. */
    long readyMillis() {
        return readyMillis;
    }

    /** The peak resident memory, if the system reports it. */
    Optional<Long> peakMegabytes() {
        try (var lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        Jvm.stop(process, STOP_SECONDS);
    }
}
