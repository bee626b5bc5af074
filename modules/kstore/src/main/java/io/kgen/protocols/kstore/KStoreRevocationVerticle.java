package io.kgen.protocols.kstore;

import static io.kgen.protocols.contracts.kstore.KStoreOperations.ERASE;
import static io.kgen.protocols.contracts.users.UsersTopics.LINKED_NUMBER_CHANGED;

import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.platform.TaskMeters;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Revokes codes when linked numbers change and when players are erased. One instance per node. */
public final class KStoreRevocationVerticle extends VerticleBase {

    private final KStoreConfig config;
    private final AuditKey auditKey;
    private final MeterRegistry meters;
    private final CallMetrics calls;
    private PostgresClient postgres;
    private BusServer server;

    public KStoreRevocationVerticle(KStoreConfig config, AuditKey auditKey, MeterRegistry meters, CallMetrics calls) {
        this.config = config;
        this.auditKey = auditKey;
        this.meters = meters;
        this.calls = calls;
    }

    @Override
    public Future<?> start() {
        var pool = config.postgres();
        postgres = PostgresClient.connect(
                vertx,
                pool.withOneConnection(pool.queueSize(), pool.timeout()),
                new PostgresMeters(meters, "kstore revocation"));
        var revocations = new RevocationService(
                new MeteredCodeStore(new PgCodeStore(postgres, config.codeTtl(), auditKey), meters));
        var task = new TaskMeters(meters, "revocation");
        server = new BusServer(vertx, calls).serve(ERASE, revocations::erase);
        // The subscription ends when this verticle is undeployed.
        return server.started()
                .compose(started -> new BusClient(vertx)
                        .subscribe(
                                LINKED_NUMBER_CHANGED,
                                changed -> task.observe(revocations.revokeAfterChange(changed))));
    }

    @Override
    public Future<?> stop() {
        return server.close().eventually(postgres::close);
    }
}
