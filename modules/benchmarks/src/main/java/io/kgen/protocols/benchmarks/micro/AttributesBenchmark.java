package io.kgen.protocols.benchmarks.micro;

import io.kgen.protocols.contracts.analytics.Attributes;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Parses the body of a drop with three attributes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class AttributesBenchmark {

    private final byte[] body = "{\"attr1\":\"value1\",\"attr2\":42,\"attr3\":3.14}".getBytes(StandardCharsets.UTF_8);

    @Benchmark
    public Attributes parse() {
        return Attributes.parse(body);
    }
}
