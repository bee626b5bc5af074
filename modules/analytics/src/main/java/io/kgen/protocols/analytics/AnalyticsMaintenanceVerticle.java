package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.ERASE;

import io.kgen.protocols.analytics.erasure.PlayerErasureService;
import io.kgen.protocols.analytics.partitions.PartitionMaintenance;
import io.kgen.protocols.analytics.partitions.PartitionMetrics;
import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.platform.TaskMeters;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Does what a node does once: maintains the partitions, exposes their state and erases players. One instance per node. */
public final class AnalyticsMaintenanceVerticle extends VerticleBase {

    /** Of one maintenance transaction, for which no caller waits. */
    private static final Duration MAINTENANCE_TIMEOUT = Duration.ofSeconds(5);

    /** Of one step of an erasure, including its wait for the connection. */
    private static final Duration ERASURE_TIMEOUT = Duration.ofSeconds(10);

    /** They share one connection step by step. One more is rejected as unavailable, and can be repeated. */
    private static final int MAX_CONCURRENT_ERASURES = 20;

    private final AnalyticsConfig config;
    private final AuditKey auditKey;
    private final MeterRegistry meters;
    private final CallMetrics calls;
    private PostgresClient maintenancePostgres;
    private PostgresClient erasurePostgres;
    private PartitionMaintenance maintenance;
    private PartitionMetrics metrics;
    private BusServer server;

    public AnalyticsMaintenanceVerticle(
            AnalyticsConfig config, AuditKey auditKey, MeterRegistry meters, CallMetrics calls) {
        this.config = config;
        this.auditKey = auditKey;
        this.meters = meters;
        this.calls = calls;
    }

    /** Succeeds after an attempt to create the partitions of the coming days, also if PostgreSQL is unavailable. */
    @Override
    public Future<?> start() {
        maintenancePostgres = PostgresClient.connect(
                vertx,
                config.postgres().withOneConnection(MAINTENANCE_TIMEOUT),
                new PostgresMeters(meters, "analytics maintenance"));
        erasurePostgres = PostgresClient.connect(
                vertx,
                config.postgres().withOneConnection(MAX_CONCURRENT_ERASURES - 1, ERASURE_TIMEOUT),
                new PostgresMeters(meters, "analytics erasure"));
        maintenance = new PartitionMaintenance(vertx, maintenancePostgres, config.retention(), meters);
        metrics = new PartitionMetrics(meters, maintenance);
        var erasures = PlayerErasureService.create(vertx, erasurePostgres, auditKey);
        var erasure = new TaskMeters(meters, "erasure of events");
        server = new BusServer(vertx, calls)
                .serve(ERASE, (request, call) -> erasure.observe(erasures.erase(request, call)));
        return maintenance.start().compose(started -> server.started());
    }

    @Override
    public Future<?> stop() {
        metrics.close();
        maintenance.close();
        return server.close().eventually(erasurePostgres::close).eventually(maintenancePostgres::close);
    }
}
