package io.kgen.protocols.gateway.keys;

import io.kgen.protocols.gateway.AuthConfig;
import io.kgen.protocols.gateway.JwksConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The key sets of all issuers that publish one, kept up to date. Belongs to one event loop. */
public final class KeySets {

    private final KeySetClient client;
    private final TrustedKeys trusted;
    private final KeySetMetrics metrics;
    private Map<String, KeySetSource> sources = Map.of();

    public KeySets(Vertx vertx, TrustedKeys trusted, MeterRegistry meters) {
        this.client = new KeySetClient(vertx);
        this.trusted = trusted;
        this.metrics = new KeySetMetrics(meters);
    }

    /**
     * Takes a configuration: fetches the key sets at new URLs first, so that no token is refused meanwhile. A provider
     * that does not answer delays this by its timeout and does not prevent it.
     */
    public Future<Void> configure(AuthConfig config) {
        var changed = new HashMap<String, KeySetSource>();
        config.keySets().forEach((issuer, keySet) -> changed.put(issuer, source(issuer, keySet)));
        metrics.configured(changed);
        return Future.join(fetches(changed)).transform(fetched -> {
            sources = changed;
            trusted.replace(config, changed);
            return Future.succeededFuture();
        });
    }

    private KeySetSource source(String issuer, JwksConfig config) {
        var existing = sources.get(issuer);
        return existing != null && existing.config().equals(config)
                ? existing
                : new KeySetSource(issuer, config, client, trusted::update, metrics, System::nanoTime);
    }

    private List<Future<Void>> fetches(Map<String, KeySetSource> changed) {
        return changed.entrySet().stream()
                .filter(source -> source.getValue() != sources.get(source.getKey()))
                .map(source -> source.getValue().fetch())
                .flatMap(Optional::stream)
                .toList();
    }

    /** Fetches the key sets that are old, and those whose last fetch failed; called periodically. */
    public void refresh() {
        sources.values().forEach(KeySetSource::refresh);
    }
}
