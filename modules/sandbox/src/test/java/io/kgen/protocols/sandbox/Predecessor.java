package io.kgen.protocols.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** A second JVM that runs a sandbox with one table until it is killed. */
final class Predecessor {

    private static final String READY = "ready";

    private final Process process;

    private Predecessor(Process process) {
        this.process = process;
    }

    static Predecessor start(Path directory) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Predecessor.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        awaitReady(process.inputReader());
        return new Predecessor(process);
    }

    private static void awaitReady(BufferedReader output) throws IOException {
        for (var line = output.readLine(); !READY.equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("the predecessor did not start");
            }
        }
    }

    /** Kills the JVM as kill -9 does, without shutdown hooks. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] args) throws Exception {
        var sandbox = Sandbox.at(Path.of(args[0]));
        Probe.sql(sandbox, "CREATE TABLE kept AS SELECT 42 AS answer; SELECT 1");
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
