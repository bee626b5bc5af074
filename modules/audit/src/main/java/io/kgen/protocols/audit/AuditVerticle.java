package io.kgen.protocols.audit;

import io.kgen.protocols.platform.AuditEntry;
import io.kgen.protocols.platform.AuditTrail;
import io.kgen.protocols.platform.TaskMeters;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.postgres.PostgresMeters;
import io.kgen.protocols.postgres.Schema;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the entries that are no part of a transaction, and deletes expired ones. One instance per node. An entry that is
 * recorded before the start or after the stop is logged as lost.
 */
public final class AuditVerticle extends VerticleBase implements AuditTrail {

    public static final Schema SCHEMA = new Schema("audit");

    private static final Logger LOG = LoggerFactory.getLogger(AuditVerticle.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long CLEAN_UP_INTERVAL_MILLIS = Duration.ofHours(1).toMillis();
    private static final int DELETED_AT_A_TIME = 5_000;
    private static final String DELETE_EXPIRED =
            "SELECT audit.delete_expired($1 * interval '1 second', $2, $3) AS deleted";

    private final PostgresConfig config;
    private final Duration retention;
    private final AuditMetrics metrics;
    private final PostgresMeters postgresMeters;
    private final TaskMeters cleanUps;
    private PostgresClient postgres;
    private volatile EntryWriter writer;

    public AuditVerticle(PostgresConfig config, Duration retention, MeterRegistry meters) {
        this.config = config;
        this.retention = retention;
        this.metrics = new AuditMetrics(meters);
        this.postgresMeters = new PostgresMeters(meters, "audit");
        this.cleanUps = new TaskMeters(meters, "audit log");
    }

    @Override
    public Future<?> start() {
        // The writer has its own bound; the connection also deletes expired entries.
        postgres = PostgresClient.connect(
                        vertx, config.withOneConnection(EntryWriter.MAX_PENDING + 1, TIMEOUT), postgresMeters)
                .measure("delete_audit_entries", DELETE_EXPIRED);
        writer = new EntryWriter(vertx, vertx.getOrCreateContext(), postgres, metrics);
        vertx.setPeriodic(0, CLEAN_UP_INTERVAL_MILLIS, tick -> deleteExpired());
        return Future.succeededFuture();
    }

    @Override
    public void record(AuditEntry entry) {
        var current = writer;
        if (current == null) {
            metrics.lost();
            EntryWriter.logLost(entry, "the audit log is not open");
        } else {
            current.record(entry);
        }
    }

    /** Reads over the connection of this verticle, which must be started. */
    public AuditReader reader(AuditKey key) {
        return new AuditReader(postgres, key);
    }

    /** Repeats itself while there is more to delete. */
    private void deleteExpired() {
        var now = OffsetDateTime.now(ZoneOffset.UTC);
        cleanUps.observe(postgres.query(DELETE_EXPIRED, Tuple.of(retention.toSeconds(), now, DELETED_AT_A_TIME)))
                .map(rows -> rows.iterator().next().getInteger("deleted"))
                .onSuccess(this::onDeleted)
                .onFailure(failure -> LOG.warn("cannot delete expired audit entries: {}", failure.getMessage()));
    }

    private void onDeleted(int deleted) {
        if (deleted > 0) {
            LOG.info("deleted {} audit entries that are older than {} days", deleted, retention.toDays());
        }
        if (deleted == DELETED_AT_A_TIME) {
            deleteExpired();
        }
    }

    @Override
    public Future<?> stop() {
        var last = writer;
        writer = null;
        return last.close().eventually(postgres::close);
    }
}
