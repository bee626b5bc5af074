package io.kgen.protocols.gateway.keys;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The fetches of the key sets and the age of their keys, by issuer; only configured issuers have a key set. */
final class KeySetMetrics {

    /** The outcome of a fetch. */
    enum Outcome {
        /** The keys are other ones than before. */
        CHANGED,
        UNCHANGED,
        /** The provider did not answer with a usable key set; the keys of the last fetch stay in use. */
        FAILED
    }

    private final MeterRegistry meters;
    private final MultiGauge age;
    private final MultiGauge keys;

    KeySetMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.age = MultiGauge.builder("jwks.age")
                .description("Time since the keys of an issuer were fetched successfully")
                .baseUnit("seconds")
                .register(meters);
        this.keys = MultiGauge.builder("jwks.keys")
                .description("Keys that an issuer publishes and that can verify tokens")
                .register(meters);
    }

    /** Registers the series of these sources, by issuer, in place of those before. */
    void configured(Map<String, KeySetSource> sources) {
        register(age, sources, KeySetSource::ageSeconds);
        register(keys, sources, source -> source.keys().size());
        sources.keySet()
                .forEach(issuer -> Arrays.stream(Outcome.values()).forEach(outcome -> fetches(issuer, outcome)));
    }

    private static void register(
            MultiGauge gauge, Map<String, KeySetSource> sources, ToDoubleFunction<KeySetSource> value) {
        gauge.register(
                sources.entrySet().stream()
                        .map(source -> Row.of(Tags.of("issuer", source.getKey()), source.getValue(), value))
                        .collect(Collectors.toList()),
                true);
    }

    void count(String issuer, Outcome outcome) {
        fetches(issuer, outcome).increment();
    }

    private Counter fetches(String issuer, Outcome outcome) {
        return Counter.builder("jwks.fetches")
                .description("Fetches of the key set of an issuer")
                .tag("issuer", issuer)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }
}
