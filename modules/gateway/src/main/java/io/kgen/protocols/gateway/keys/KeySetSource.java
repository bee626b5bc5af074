package io.kgen.protocols.gateway.keys;

import io.kgen.protocols.gateway.JwksConfig;
import io.kgen.protocols.gateway.VerificationKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key set of one issuer. Whatever tokens ask for, at most one fetch begins within a cooldown, and while it is in flight
 * all callers share it (E31). A fetch that fails leaves the keys of the last one in use. Thread-safe.
 */
public final class KeySetSource {

    private static final Logger LOG = LoggerFactory.getLogger(KeySetSource.class);

    private final String issuer;
    private final JwksConfig config;
    private final KeySetClient client;
    private final Runnable onChange;
    private final KeySetMetrics metrics;
    private final LongSupplier nanoTime;

    private volatile List<VerificationKey> keys = List.of();
    private volatile long fetchedAt;
    private Future<Void> inFlight;
    private boolean hasBegun;
    private boolean hasFailed;
    private long begunAt;

    /** @param onChange called after each fetch that changed the keys, and before the callers of the fetch are told */
    KeySetSource(
            String issuer,
            JwksConfig config,
            KeySetClient client,
            Runnable onChange,
            KeySetMetrics metrics,
            LongSupplier nanoTime) {
        this.issuer = issuer;
        this.config = config;
        this.client = client;
        this.onChange = onChange;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.fetchedAt = nanoTime.getAsLong();
    }

    JwksConfig config() {
        return config;
    }

    /** The keys of the last fetch that succeeded; empty before it. */
    List<VerificationKey> keys() {
        return keys;
    }

    public boolean hasKeys() {
        return !keys.isEmpty();
    }

    /** How long ago the keys were fetched or, before that, since when they are missing. */
    double ageSeconds() {
        return (nanoTime.getAsLong() - fetchedAt) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /**
     * Joins the fetch in flight or begins one; empty during the cooldown of the last one. The future succeeds when the
     * fetch has ended, whatever its outcome, on any thread.
     */
    public synchronized Optional<Future<Void>> fetch() {
        if (inFlight != null) {
            return Optional.of(inFlight);
        }
        var now = nanoTime.getAsLong();
        if (hasBegun && now - begunAt < config.cooldown().toNanos()) {
            return Optional.empty();
        }
        hasBegun = true;
        begunAt = now;
        var fetch = Future.<Void>succeededFuture()
                .compose(start -> client.fetch(config))
                .onSuccess(this::fetched)
                .onFailure(this::failed)
                .transform(this::end);
        // It may have failed before it returned.
        inFlight = fetch.isComplete() ? null : fetch;
        return Optional.of(fetch);
    }

    /** Fetches the keys again if they are old, or if the last fetch failed. */
    synchronized void refresh() {
        var pause = hasFailed ? config.cooldown() : config.refresh();
        if (!hasBegun || nanoTime.getAsLong() - begunAt >= pause.toNanos()) {
            fetch();
        }
    }

    private synchronized Future<Void> end(List<VerificationKey> published, Throwable failure) {
        hasFailed = failure != null;
        inFlight = null;
        return Future.succeededFuture();
    }

    private void fetched(List<VerificationKey> published) {
        var isChanged = !published.equals(keys);
        metrics.count(issuer, isChanged ? KeySetMetrics.Outcome.CHANGED : KeySetMetrics.Outcome.UNCHANGED);
        fetchedAt = nanoTime.getAsLong();
        if (isChanged) {
            keys = published;
            onChange.run();
            LOG.info("issuer {} publishes {} keys at {}", issuer, published.size(), config.url());
        }
    }

    private void failed(Throwable failure) {
        metrics.count(issuer, KeySetMetrics.Outcome.FAILED);
        LOG.warn(
                "cannot fetch the keys of issuer {} from {}: {}; {}",
                issuer,
                config.url(),
                failure.getMessage(),
                hasKeys() ? "the last ones stay in use" : "its tokens cannot be verified");
    }
}
