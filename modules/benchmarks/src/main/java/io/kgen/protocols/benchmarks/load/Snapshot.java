package io.kgen.protocols.benchmarks.load;

import java.time.Duration;

/** The clock, and what CPU time two processes have used until now. */
record Snapshot(long nanos, long serverCpuNanos, long ownCpuNanos) {

    static Snapshot take(long serverPid) {
        return new Snapshot(
                System.nanoTime(),
                cpuNanos(serverPid),
                cpuNanos(ProcessHandle.current().pid()));
    }

    private static long cpuNanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(0L);
    }
}
