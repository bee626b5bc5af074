package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A server process that outlives its parent. It is found by its pid file and accepted only if its command line contains
 * {@code program} and {@code directory}, because the operating system may have reused the pid.
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
                    .filter(this::isThisServer);
        } catch (IOException | UncheckedIOException | NumberFormatException noPid) {
            return Optional.empty();
        }
    }

    /** A zombie process, which may never be reaped, has no command line. */
    private boolean isThisServer(ProcessHandle process) {
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

    /** Signals the server first: a process that it forks before that is then in the list of its descendants. */
    private void signalAll(String signal) {
        process().ifPresent(server -> {
            signal(server, signal);
            server.descendants().forEach(process -> signal(process, signal));
        });
    }

    /** Returns when the server has stopped; kills it if it does not stop before the timeout. */
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

    /** Returns when the server and the processes that it forked have ended, without a graceful shutdown. */
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

    /** Uses the built-in kill of the shell, because ProcessHandle sends no signals except TERM and KILL. */
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
