package io.kgen.protocols.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Child processes with the Java runtime of this process. */
final class Jvm {

    private Jvm() {}

    /** Runs a class of this module. Its standard output is not used for logs. */
    static List<String> program(Class<?> main, Object... arguments) {
        var program = new ArrayList<String>();
        program.add("-Dlogback.configurationFile=logback-benchmarks.xml");
        program.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Stream.of(arguments).map(Object::toString).forEach(program::add);
        return program;
    }

    static List<String> command(List<String> flags, List<String> program) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(program);
        return command;
    }

    /** The child ends with this JVM, unless this JVM is killed. */
    static Process start(List<String> command, Map<String, String> environment, ProcessBuilder.Redirect output)
            throws IOException {
        var builder = new ProcessBuilder(command).redirectOutput(output).redirectError(error(output));
        builder.environment().putAll(environment);
        var process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-" + process.pid()));
        return process;
    }

    private static ProcessBuilder.Redirect error(ProcessBuilder.Redirect output) {
        return output.file() == null
                ? ProcessBuilder.Redirect.INHERIT
                : ProcessBuilder.Redirect.appendTo(output.file());
    }

    static void stop(Process process, long seconds) {
        process.destroy();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
