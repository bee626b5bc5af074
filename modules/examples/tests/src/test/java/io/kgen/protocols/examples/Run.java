package io.kgen.protocols.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of the packaged example with its own class path, as in an internal service.
 *
 * @param output the output, including standard error
 */
record Run(int exitCode, String output) {

    private static final Path JAR = Path.of("..", "tournament", "target", "tournament.jar");
    private static final int TIMEOUT_SECONDS = 60;

    static Run with(Map<String, String> environment) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(List.of(java, "-XX:+ExitOnOutOfMemoryError", "-jar", JAR.toString()))
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            // The output ends with the process, which is killed after the timeout.
            process.onExit()
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
