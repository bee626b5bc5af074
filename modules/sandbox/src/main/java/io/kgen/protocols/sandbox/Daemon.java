package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A server process that outlives its parent: found by its pid file, and believed only if its command line is that of
 * {@code program} in {@code directory}, since the pid may long be someone else's.
 */
record Daemon(String program, Path directory, Path pidFile, String stopSignal) {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    boolean isRunning() {
        return process().isPresent();
    }

    Optional<ProcessHandle> process() {
        try (var lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(String::strip)
                    .map(Long::valueOf)
                    .flatMap(ProcessHandle::of)
                    .filter(this::isOurs);
        } catch (IOException | UncheckedIOException | NumberFormatException noPid) {
            return Optional.empty();
        }
    }

    /** A zombie, which nobody may ever reap, has no command line. */
    private boolean isOurs(ProcessHandle process) {
        var commandLine = commandLine(process);
        return commandLine.contains(program + " ") && commandLine.contains(directory.toString());
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }

    void pause() {
        signalAll("STOP");
    }

    void resume() {
        signalAll("CONT");
    }

    /** The server first: what it forks before the signal reaches it is among the descendants that are asked for after it. */
    private void signalAll(String signal) {
        process().ifPresent(server -> {
            signal(server, signal);
            server.descendants().forEach(process -> signal(process, signal));
        });
    }

    /** Returns when the server has stopped; one that does not stop in time is killed. */
    void stop() {
        resume();
        process().ifPresent(server -> signal(server, stopSignal));
        if (!Await.until(STOP_TIMEOUT, () -> !isRunning())) {
            process().ifPresent(ProcessHandle::destroyForcibly);
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the server and all that it forked are gone, with no chance to leave anything in order. */
    void kill() {
        process().ifPresent(server -> {
            var forked = server.descendants().toList();
            server.destroyForcibly();
            forked.forEach(ProcessHandle::destroyForcibly);
            Await.until(
                    STOP_TIMEOUT,
                    () -> forked.stream()
                            .allMatch(process -> commandLine(process).isEmpty()));
        });
        stop();
    }

    /** By the shell, whose kill is built in: ProcessHandle knows no signal but TERM and KILL. */
    private static void signal(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
