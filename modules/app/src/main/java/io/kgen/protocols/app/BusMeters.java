package io.kgen.protocols.app;

import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.OperationMetrics;
import io.kgen.protocols.platform.LatencyTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The meters of the calls over the bus. All exist from the start, so that the number of series is constant. */
final class BusMeters implements CallMetrics {

    private final Map<String, OperationMetrics> operations;

    BusMeters(MeterRegistry registry, Collection<Operation<?, ?>> operations) {
        this.operations = operations.stream()
                .map(Operation::address)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), address -> new Meters(registry, address)));
    }

    @Override
    public OperationMetrics of(Operation<?, ?> operation) {
        return operations.getOrDefault(operation.address(), OperationMetrics.NONE);
    }

    private static final class Meters implements OperationMetrics {

        private final Outcomes calls;
        private final Outcomes handled;
        private final Timer duration;
        private final Counter retries;
        private final Counter hedges;

        Meters(MeterRegistry registry, String operation) {
            calls = Outcomes.of(outcome -> Counter.builder("bus.calls")
                    .description("Calls that this node has made")
                    .tags("operation", operation, "outcome", outcome)
                    .register(registry));
            handled = Outcomes.of(outcome -> Counter.builder("bus.handled")
                    .description("Calls of any node that this node has handled")
                    .tags("operation", operation, "outcome", outcome)
                    .register(registry));
            duration = LatencyTimer.named("bus.call.duration", "Time until the caller has the reply or the failure")
                    .tag("operation", operation)
                    .register(registry);
            retries = Counter.builder("bus.retries")
                    .description("Calls that were sent again, because they failed without a result")
                    .tag("operation", operation)
                    .register(registry);
            hedges = Counter.builder("bus.hedges")
                    .description("Calls that were also sent to another node, because they had no reply")
                    .tag("operation", operation)
                    .register(registry);
        }

        @Override
        public void called(FailureCode failure, long nanos) {
            calls.count(failure);
            duration.record(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void retried() {
            retries.increment();
        }

        @Override
        public void hedged() {
            hedges.increment();
        }

        @Override
        public void handled(FailureCode failure) {
            handled.count(failure);
        }
    }

    /** A counter for each outcome of a call: {@code ok}, or a failure code. */
    private record Outcomes(Counter ok, Map<FailureCode, Counter> failures) {

        static Outcomes of(Function<String, Counter> counter) {
            var failures = new EnumMap<FailureCode, Counter>(FailureCode.class);
            for (var code : FailureCode.values()) {
                failures.put(code, counter.apply(code.name().toLowerCase(Locale.ROOT)));
            }
            return new Outcomes(counter.apply("ok"), failures);
        }

        void count(FailureCode failure) {
            (failure == null ? ok : failures.get(failure)).increment();
        }
    }
}
