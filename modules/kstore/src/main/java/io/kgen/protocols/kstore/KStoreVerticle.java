package io.kgen.protocols.kstore;

import static io.kgen.protocols.contracts.kstore.KStoreOperations.ERASE;
import static io.kgen.protocols.contracts.kstore.KStoreOperations.GENERATE_REDIRECT;
import static io.kgen.protocols.contracts.kstore.KStoreOperations.REDEEM_CODE;
import static io.kgen.protocols.contracts.users.UsersTopics.LINKED_NUMBER_CHANGED;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Schema;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Sends players to the K-Store, and tells the store who they are. One instance an event loop. */
public final class KStoreVerticle extends VerticleBase {

    public static final Schema SCHEMA = new Schema("kstore");

    private final KStoreConfig config;
    private final boolean listens;
    private PostgresClient postgres;
    private BusServer server;

    private KStoreVerticle(KStoreConfig config, boolean listens) {
        this.config = config;
        this.listens = listens;
    }

    /** Supplies the instances of one deployment, one of which listens for all. */
    public static Supplier<KStoreVerticle> instances(KStoreConfig config) {
        var someoneListens = new AtomicBoolean();
        return () -> new KStoreVerticle(config, !someoneListens.getAndSet(true));
    }

    @Override
    public Future<?> start() {
        postgres = PostgresClient.connect(vertx, config.postgres());
        var codes = new PgCodeStore(postgres, config.codeTtl());
        var bus = new BusClient(vertx);
        var numbers = new BusLinkedNumberLookup(bus);
        var redirects = new RedirectService(new StoreUrl(config.url()), config.store(), numbers, codes);
        var redemptions = new RedemptionService(numbers, codes);
        var revocations = new RevocationService(codes);
        server = new BusServer(vertx)
                .serve(GENERATE_REDIRECT, redirects::generate)
                .serve(REDEEM_CODE, redemptions::redeem)
                .serve(ERASE, revocations::erase);
        return server.started().compose(serving -> listens ? listen(bus, revocations) : Future.succeededFuture());
    }

    /** Until this instance is undeployed. */
    private static Future<?> listen(BusClient bus, RevocationService revocations) {
        return bus.subscribe(LINKED_NUMBER_CHANGED, revocations::numberChanged);
    }

    @Override
    public Future<?> stop() {
        return server.close().eventually(postgres::close);
    }
}
