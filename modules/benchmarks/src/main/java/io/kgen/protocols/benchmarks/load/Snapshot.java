package io.kgen.protocols.benchmarks.load;

import java.time.Duration;
import java.util.List;

/** The time, and the CPU time that the servers and this process have used so far. */
record Snapshot(long nanos, long serverCpuNanos, long ownCpuNanos) {

    static Snapshot take(List<Long> serverPids) {
        return new Snapshot(
                System.nanoTime(),
                serverPids.stream().mapToLong(Snapshot::cpuNanos).sum(),
                cpuNanos(ProcessHandle.current().pid()));
    }

    private static long cpuNanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(0L);
    }
}
