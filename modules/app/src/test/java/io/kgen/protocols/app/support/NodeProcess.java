package io.kgen.protocols.app.support;

import io.kgen.protocols.sandbox.Sandbox;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packaged jar in its own process, as in production. */
public final class NodeProcess implements AutoCloseable {

    public static final String SECRET = "a secret of at least thirty-two bytes";

    private static final String EXIT = "-XX:+ExitOnOutOfMemoryError";
    private static final Path JAR = Path.of("target", "platform-protocols.jar");
    private static final long TIMEOUT_SECONDS = 60;
    private static final String END = "\n";

    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final StringBuilder output = new StringBuilder();

    private NodeProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        // Reads all the time, because a process hangs when the pipe of its output is full.
        var reader = new Thread(this::readOutput, "log of the node");
        reader.setDaemon(true);
        reader.start();
    }

    public static NodeProcess start(Map<String, String> environment, String... arguments) throws IOException {
        var errors = Files.createTempFile("node", ".err");
        var command = new ArrayList<>(withDefaultHangUp());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), EXIT, "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PLATFORM_"));
        builder.environment().putAll(environment);
        return new NodeProcess(builder.start(), errors);
    }

    /** A build under {@code nohup} ignores SIGHUP, and its children inherit that. GNU env, where it exists, restores it. */
    private static List<String> withDefaultHangUp() throws IOException {
        var env = List.of("env", "--default-signal=HUP");
        var check = new ArrayList<>(env);
        check.add("true");
        try {
            return new ProcessBuilder(check).start().waitFor() == 0 ? env : List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while checking env");
        }
    }

    /** Returns the settings for the servers of a sandbox, with ports that the operating system chooses. */
    public static Map<String, String> environment(Sandbox sandbox) {
        var environment = new HashMap<>(sandbox.environment());
        environment.put("PLATFORM_HTTP_HOST", "127.0.0.1");
        environment.put("PLATFORM_HTTP_PORT", "0");
        environment.put("PLATFORM_MANAGEMENT_PORT", "0");
        environment.put("PLATFORM_AUTH_DEFAULT_SECRET", SECRET);
        environment.put("PLATFORM_KSTORE_URL", "https://store.example/store");
        return environment;
    }

    /** Returns the public HTTP port, once it is open. */
    public int awaitHttpPort() throws IOException {
        return Integer.parseInt(awaitLine("Main listening on .*:(\\d+)"));
    }

    /** Returns the management port, once all ports are open. Call it after {@link #awaitHttpPort()}. */
    public int awaitManagementPort() throws IOException {
        return Integer.parseInt(awaitLine("/live and /ready on .*:(\\d+)"));
    }

    /** Reads the log until a line matches, and returns its first group. */
    public String awaitLine(String regex) throws IOException {
        var pattern = Pattern.compile(regex);
        for (var line = readLine(); !line.equals(END); line = readLine()) {
            var match = pattern.matcher(line);
            if (match.find()) {
                return match.groupCount() == 0 ? line : match.group(1);
            }
        }
        throw new AssertionError("no line like " + regex + " in\n" + output + errors());
    }

    /** Returns when the given number of log lines match, including the lines that were read before. */
    public void awaitLines(String regex, int times) throws IOException {
        var pattern = Pattern.compile(regex);
        while (pattern.matcher(output).results().count() < times) {
            if (readLine().equals(END)) {
                throw new AssertionError("not " + times + " lines like " + regex + " in\n" + output + errors());
            }
        }
    }

    /** Returns the complete log after the process has exited. */
    public String log() {
        var line = readLine();
        while (!line.equals(END)) {
            line = readLine();
        }
        return output.toString();
    }

    private String readLine() {
        try {
            var line = unread.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no more output after\n" + output);
            }
            if (line.equals(END)) {
                unread.add(END);
            } else {
                output.append(line).append('\n');
            }
            return line;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private void readOutput() {
        try (var lines = process.inputReader()) {
            lines.lines().forEach(unread::add);
        } catch (IOException | UncheckedIOException killed) {
            // The process was killed: the output is complete.
        }
        unread.add(END);
    }

    public String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Sends SIGTERM. Unlike Process.destroy, this does not close the output. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGHUP. */
    public void hangUp() throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("cannot send SIGHUP");
        }
    }

    /** Sends SIGKILL. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(errors);
    }
}
