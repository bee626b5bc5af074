package io.kgen.protocols.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The meters of the JVM and of its process. */
final class JvmMeters {

    /** Against the conventions: not in a base unit, and with the suffix of a part of a histogram. */
    private static final Set<String> BADLY_NAMED = Set.of("process.cpu.time", "system.cpu.count");

    private JvmMeters() {}

    static void register(MeterRegistry registry) {
        registry.config().meterFilter(MeterFilter.deny(id -> BADLY_NAMED.contains(id.getName())));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        cpuTime(registry);
        Gauge.builder("system.cpus", Runtime.getRuntime(), Runtime::availableProcessors)
                .description("Processors of the JVM")
                .register(registry);
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> collections(registry, collector));
    }

    private static void cpuTime(MeterRegistry registry) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            FunctionCounter.builder(
                            "process.cpu", system, bean -> seconds(bean.getProcessCpuTime(), TimeUnit.NANOSECONDS))
                    .description("CPU time that the process has used")
                    .baseUnit("seconds")
                    .register(registry);
        }
    }

    /** Micrometer has timers of the pauses, but one series for each cause that has occurred so far. */
    private static void collections(MeterRegistry registry, GarbageCollectorMXBean collector) {
        FunctionCounter.builder("jvm.gc.collections", collector, GarbageCollectorMXBean::getCollectionCount)
                .description("Garbage collections")
                .tag("gc", collector.getName())
                .register(registry);
        FunctionCounter.builder(
                        "jvm.gc.collection",
                        collector,
                        bean -> seconds(bean.getCollectionTime(), TimeUnit.MILLISECONDS))
                .description("Time spent in garbage collections")
                .baseUnit("seconds")
                .tag("gc", collector.getName())
                .register(registry);
    }

    private static double seconds(long time, TimeUnit unit) {
        return (double) time / unit.convert(1, TimeUnit.SECONDS);
    }
}
