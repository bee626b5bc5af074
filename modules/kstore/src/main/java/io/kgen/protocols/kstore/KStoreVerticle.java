package io.kgen.protocols.kstore;

import static io.kgen.protocols.contracts.kstore.KStoreOperations.GENERATE_REDIRECT;
import static io.kgen.protocols.contracts.kstore.KStoreOperations.REDEEM_CODE;

import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresMeters;
import io.kgen.protocols.postgres.Schema;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;

/** Generates the URLs that send players to the K-Store, and redeems the codes in them. One instance per event loop. */
public final class KStoreVerticle extends VerticleBase {

    public static final Schema SCHEMA = new Schema("kstore");

    private final KStoreConfig config;
    private final AuditKey auditKey;
    private final PostgresMeters postgresMeters;
    private final MeterRegistry meters;
    private final CallMetrics calls;
    private PostgresClient postgres;
    private BusServer server;

    private KStoreVerticle(
            KStoreConfig config,
            AuditKey auditKey,
            PostgresMeters postgresMeters,
            MeterRegistry meters,
            CallMetrics calls) {
        this.config = config;
        this.auditKey = auditKey;
        this.postgresMeters = postgresMeters;
        this.meters = meters;
        this.calls = calls;
    }

    /** Supplies the instances of one node. */
    public static Supplier<KStoreVerticle> instances(
            KStoreConfig config, AuditKey auditKey, MeterRegistry meters, CallMetrics calls) {
        var postgresMeters = new PostgresMeters(meters, "kstore");
        return () -> new KStoreVerticle(config, auditKey, postgresMeters, meters, calls);
    }

    @Override
    public Future<?> start() {
        postgres = PostgresClient.connect(vertx, config.postgres(), postgresMeters);
        var codes = new MeteredCodeStore(new PgCodeStore(postgres, config.codeTtl(), auditKey), meters);
        var numbers = new BusLinkedNumberLookup(new BusClient(vertx, calls));
        var redirects = new RedirectService(new StoreUrl(config.url()), config.store(), numbers, codes);
        var redemptions = new RedemptionService(numbers, codes);
        server = new BusServer(vertx, calls)
                .serve(GENERATE_REDIRECT, redirects::generate)
                .serve(REDEEM_CODE, redemptions::redeem);
        return server.started();
    }

    @Override
    public Future<?> stop() {
        return server.close().eventually(postgres::close);
    }
}
