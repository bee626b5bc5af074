package io.kgen.protocols.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * CPU time of the whole machine and of this run (this process and its children), to compute the use by other processes.
 *
 * @param busyNanos of all cores since the start of the machine; 0 if the system does not report it
 */
record CpuTime(long nanos, long busyNanos, long ownNanos) {

    private static final Path STAT = Path.of("/proc/stat");
    /** One tick of /proc/stat is a hundredth of a second on Linux. */
    private static final long TICK_NANOS = 10_000_000;

    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    /** The fields after these, for guests, are already part of the user time. */
    private static final int COLUMNS = 8;

    static CpuTime now() {
        return new CpuTime(System.nanoTime(), busyOfAllCores(), ownOfThisRun());
    }

    private static long busyOfAllCores() {
        try (var lines = Files.lines(STAT)) {
            return lines.findFirst().map(CpuTime::busy).orElse(0L);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** Parses the line {@code cpu user nice system idle iowait irq softirq steal …}. */
    static long busy(String line) {
        var columns = Stream.of(line.trim().split("\\s+"))
                .skip(1)
                .limit(COLUMNS)
                .mapToLong(Long::parseLong)
                .toArray();
        var idle = columns[IDLE] + columns[IO_WAIT];
        return (LongStream.of(columns).sum() - idle) * TICK_NANOS;
    }

    private static long ownOfThisRun() {
        var self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
    }

    /** The share of the machine that other processes used since then, 0 to 1, including steal time of the hypervisor. */
    double othersSince(CpuTime before, int cores) {
        var others = busyNanos - before.busyNanos - (ownNanos - before.ownNanos);
        return Math.max(0, others / (double) (nanos - before.nanos) / cores);
    }
}
