package io.kgen.protocols.app.support;

import io.kgen.protocols.sandbox.Sandbox;
import java.io.IOException;
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

/** The packaged jar as a process of its own, as an operator runs it. */
public final class NodeProcess implements AutoCloseable {

    public static final String SECRET = "a secret of at least thirty-two bytes";

    private static final String EXIT = "-XX:+ExitOnOutOfMemoryError";
    private static final Path JAR = Path.of("target", "platform-protocols.jar");
    private static final long PATIENCE_SECONDS = 60;
    private static final String END = "\n";

    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final StringBuilder output = new StringBuilder();

    private NodeProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        // All the time: a process whose output nobody takes hangs once the pipe is full.
        var reader = new Thread(this::takeOutput, "log of the node");
        reader.setDaemon(true);
        reader.start();
    }

    public static NodeProcess start(Map<String, String> environment, String... arguments) throws IOException {
        var errors = Files.createTempFile("node", ".err");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), EXIT, "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PLATFORM_"));
        builder.environment().putAll(environment);
        return new NodeProcess(builder.start(), errors);
    }

    /** What it takes to run on a sandbox, on ports that the system chooses. */
    public static Map<String, String> environment(Sandbox sandbox) {
        var environment = new HashMap<>(sandbox.environment());
        environment.put("PLATFORM_HTTP_HOST", "127.0.0.1");
        environment.put("PLATFORM_HTTP_PORT", "0");
        environment.put("PLATFORM_MANAGEMENT_PORT", "0");
        environment.put("PLATFORM_AUTH_DEFAULT_SECRET", SECRET);
        environment.put("PLATFORM_KSTORE_URL", "https://store.example/store");
        return environment;
    }

    /** Returns the port for players, once it is open. */
    public int awaitHttpPort() throws IOException {
        return Integer.parseInt(awaitLine("Main listening on .*:(\\d+)"));
    }

    /** Returns the port for the platform team, once everything is open; comes after {@link #awaitHttpPort()}. */
    public int awaitManagementPort() throws IOException {
        return Integer.parseInt(awaitLine("/live and /ready on .*:(\\d+)"));
    }

    /** Reads on until a line of the log matches, and returns its first group. */
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

    /** Returns when so many lines of the log match, those included that were read before. */
    public void awaitLines(String regex, int times) throws IOException {
        var pattern = Pattern.compile(regex);
        while (pattern.matcher(output).results().count() < times) {
            if (readLine().equals(END)) {
                throw new AssertionError("not " + times + " lines like " + regex + " in\n" + output + errors());
            }
        }
    }

    /** Everything that it wrote to its log, once it has exited. */
    public String log() {
        var line = readLine();
        while (!line.equals(END)) {
            line = readLine();
        }
        return output.toString();
    }

    private String readLine() {
        try {
            var line = unread.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("it has gone silent after\n" + output);
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

    private void takeOutput() {
        try (var lines = process.inputReader()) {
            lines.lines().forEach(unread::add);
        } catch (IOException | UncheckedIOException killed) {
            // Thus nothing more will come.
        }
        unread.add(END);
    }

    public String errors() throws IOException {
        return Files.readString(errors);
    }

    /** SIGTERM; unlike Process.destroy, it leaves the output to be read. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
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
