package io.kgen.protocols.app;

import io.kgen.protocols.app.ConfigLoader.Loaded;
import io.kgen.protocols.app.ReloadMetrics.Outcome;
import io.kgen.protocols.platform.AuditEntry;
import io.kgen.protocols.platform.AuditTrail;
import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.ConfigFiles;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads the configuration when the content of one of its files changes, within three seconds, and on request. The whole
 * configuration is read and validated anew; one that is not valid changes nothing.
 *
 * <p>A change is loaded when two readings of the files, a second apart, agree, so that a file that is just being written is
 * not loaded in part.
 */
final class ConfigReload {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);
    private static final long POLL_MILLIS = 1_000;
    /** A part that fails to answer must not end all later reloads. */
    private static final long PART_SECONDS = 10;
    /** In characters: an entry of the audit log is short. */
    private static final int MAX_AUDITED = 1_500;

    private final Vertx vertx;
    private final ConfigLoader loader;
    private final List<Reloadable> parts;
    private final ReloadMetrics metrics;
    private final AuditTrail audit;
    private final Loaded started;

    private Loaded current;
    /** What the files contained when they were last read. */
    private ConfigFiles seen;

    private Future<?> attempt = Future.succeededFuture();
    private volatile boolean isRequested;

    /**
     * @param vertx one whose event loop is not busy with requests
     * @param parts in the order in which they take a new configuration
     */
    ConfigReload(
            Vertx vertx,
            ConfigLoader loader,
            Loaded started,
            List<Reloadable> parts,
            AuditTrail audit,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.loader = loader;
        this.parts = List.copyOf(parts);
        this.audit = audit;
        this.metrics = new ReloadMetrics(meters);
        this.started = started;
        this.current = started;
    }

    /** It ends with its Vert.x. */
    void start() {
        vertx.setPeriodic(POLL_MILLIS, tick -> {
            if (attempt.isComplete()) {
                attempt = reloadIfChanged();
            }
        });
    }

    /** Makes the next poll, within a second, reload the configuration even if no file has changed. For every thread. */
    void request() {
        isRequested = true;
    }

    private Future<?> reloadIfChanged() {
        return vertx.executeBlocking(this::loadIfChanged)
                .compose(loaded -> loaded.map(this::apply).orElseGet(Future::succeededFuture))
                .onFailure(this::refused);
    }

    private Optional<Loaded> loadIfChanged() {
        var wasRequested = isRequested;
        isRequested = false;
        var now = loader.files().readAgain();
        var isStable = now.equals(seen);
        seen = now;
        return wasRequested || (isStable && !now.equals(loader.files()))
                ? Optional.of(loader.load())
                : Optional.empty();
    }

    private void refused(Throwable failure) {
        metrics.count(Outcome.REFUSED);
        if (failure instanceof ConfigException invalid) {
            LOG.error(
                    "cannot reload the configuration, the node keeps the old one: {}",
                    String.join("; ", invalid.violations()));
        } else {
            LOG.error("cannot reload the configuration, the node keeps the old one", failure);
        }
    }

    private Future<Void> apply(Loaded next) {
        var changed = current.source().changedKeys(next.source());
        if (changed.isEmpty()) {
            LOG.info("reloaded the configuration: nothing has changed");
            metrics.count(Outcome.UNCHANGED);
            return Future.succeededFuture();
        }
        return reload(next)
                .onSuccess(applied -> {
                    current = next;
                    LOG.info("reloaded the configuration, changed: {}", String.join(", ", changed));
                    reportRestart(next);
                    metrics.count(Outcome.APPLIED);
                    audit.record(entry(changed));
                })
                .recover(this::restore);
    }

    /** With the names of the keys, never with their values. */
    private static AuditEntry entry(Set<String> changed) {
        var keys = String.join(", ", changed);
        var shortened = keys.length() <= MAX_AUDITED ? keys : keys.substring(0, MAX_AUDITED) + "…";
        return new AuditEntry(AuditTrail.NODE, AuditTrail.RELOAD, "", Map.of("changed", shortened));
    }

    private Future<Void> reload(Loaded loaded) {
        Future<Void> done = Future.succeededFuture();
        for (var part : parts) {
            done = done.compose(previous -> part.reload(loaded.config())
                    .timeout(PART_SECONDS, TimeUnit.SECONDS)
                    .mapEmpty());
        }
        return done;
    }

    private Future<Void> restore(Throwable failure) {
        LOG.error("cannot apply the new configuration, the node goes back to the old one", failure);
        metrics.count(Outcome.FAILED);
        return reload(current)
                .onFailure(again -> LOG.error("cannot go back to the old configuration, restart the node", again))
                .transform(restored -> Future.succeededFuture());
    }

    private void reportRestart(Loaded next) {
        var keys = ReloadableKeys.needRestart(started, next);
        if (!keys.isEmpty()) {
            LOG.warn("these settings have changed and take effect after a restart only: {}", String.join(", ", keys));
        }
    }
}
