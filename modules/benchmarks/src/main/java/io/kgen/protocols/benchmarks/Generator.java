package io.kgen.protocols.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kgen.protocols.benchmarks.load.Load;
import io.kgen.protocols.benchmarks.load.LoadGenerator;
import io.kgen.protocols.benchmarks.load.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** The process of the load generator: one for the whole run, so that it is equally warm for every contender. */
final class Generator implements AutoCloseable {

    /** The bounds checks of Netty are off, because the generator must not be the limit. */
    static final List<String> FLAGS = List.of(
            "-Xms1g",
            "-Xmx1g",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dio.netty.buffer.checkBounds=false",
            "-Dio.netty.buffer.checkAccessible=false");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long STOP_SECONDS = 5;

    private final Process process;
    private final Writer loads;
    private final BufferedReader outcomes;

    private Generator(Process process) {
        this.process = process;
        this.loads = process.outputWriter();
        this.outcomes = process.inputReader();
    }

    static Generator start(int eventLoops) throws IOException {
        var program = Jvm.program(LoadGenerator.class, eventLoops);
        return new Generator(Jvm.start(Jvm.command(FLAGS, program), Map.of(), ProcessBuilder.Redirect.PIPE));
    }

    Outcome run(Load load) {
        try {
            loads.write(JSON.writeValueAsString(load) + "\n");
            loads.flush();
            var outcome = outcomes.readLine();
            if (outcome == null) {
                throw new BenchmarkException("the load generator died");
            }
            return JSON.readValue(outcome, Outcome.class);
        } catch (IOException e) {
            throw new BenchmarkException("the load generator does not respond", e);
        }
    }

    @Override
    public void close() {
        Jvm.stop(process, STOP_SECONDS);
    }
}
