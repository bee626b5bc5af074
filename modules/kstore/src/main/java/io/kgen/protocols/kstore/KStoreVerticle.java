package io.kgen.protocols.kstore;

import static io.kgen.protocols.contracts.kstore.KStoreOperations.GENERATE_REDIRECT;
import static io.kgen.protocols.contracts.kstore.KStoreOperations.REDEEM_CODE;

import io.kgen.protocols.contracts.BusClient;
import io.kgen.protocols.platform.BusServer;
import io.kgen.protocols.platform.Postgres;
import io.kgen.protocols.platform.Schema;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;

/** Sends players to the K-Store, and tells the store who they are. One instance an event loop. */
public final class KStoreVerticle extends VerticleBase {

    public static final Schema SCHEMA = new Schema("kstore");

    private final KStoreConfig config;
    private Postgres postgres;
    private BusServer server;

    private KStoreVerticle(KStoreConfig config) {
        this.config = config;
    }

    /** Supplies the instances of one deployment. */
    public static Supplier<KStoreVerticle> instances(KStoreConfig config) {
        return () -> new KStoreVerticle(config);
    }

    @Override
    public Future<?> start() {
        postgres = Postgres.connect(vertx, config.postgres());
        var codes = new PgCodes(postgres, config.codeTtl());
        var numbers = new BusLinkedNumbers(new BusClient(vertx));
        var redirects = new Redirects(new StoreUrl(config.url()), config.store(), numbers, codes);
        var redemptions = new Redemptions(numbers, codes);
        server = new BusServer(vertx)
                .serve(GENERATE_REDIRECT, redirects::generate)
                .serve(REDEEM_CODE, redemptions::redeem);
        return server.started();
    }

    @Override
    public Future<?> stop() {
        return server.close().eventually(postgres::close);
    }
}
