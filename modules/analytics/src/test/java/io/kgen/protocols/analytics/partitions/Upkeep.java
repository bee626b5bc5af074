package io.kgen.protocols.analytics.partitions;

import io.kgen.protocols.analytics.events.EventStore;
import io.kgen.protocols.analytics.events.PgEventStore;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.PostgresAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The upkeep on a node of its own, where it goes round when a test says so. */
final class Upkeep implements AutoCloseable {

    private static final int ROUNDS_AT_MOST = 50;

    private final Vertx vertx = Vertx.vertx();
    private final PartitionMaintenance upkeep;
    private final EventStore events;

    private Upkeep(PostgresAddress postgres, InstantSource nodeTime) {
        var patient = PostgresClient.connect(vertx, TestPostgres.config(postgres, 1, 1, Duration.ofSeconds(20)));
        upkeep = new PartitionMaintenance(vertx, patient, Duration.ofDays(90), nodeTime);
        events = new PgEventStore(patient);
    }

    static Upkeep on(PostgresAddress postgres) {
        return new Upkeep(postgres, InstantSource.system());
    }

    /** On a node whose clock is wrong by so much. */
    static Upkeep on(PostgresAddress postgres, Duration offset) {
        return new Upkeep(postgres, InstantSource.offset(InstantSource.system(), offset));
    }

    /** One round, which finds nothing that it could go on with. */
    void round() {
        if (upkeep.round().await()) {
            throw new AssertionError("there is more to do");
        }
    }

    /** Round after round until one finds nothing to do. */
    void untilDone() {
        for (var i = 0; upkeep.round().await(); i++) {
            if (i == ROUNDS_AT_MOST) {
                throw new AssertionError("the upkeep never ends");
            }
        }
    }

    /** Round after round until all is in order, beside others who see to the same and whose turn it may be. */
    void untilInOrder() {
        Await.until(() -> {
            upkeep.round().await();
            return !inspected().isAlarming();
        });
    }

    Future<Void> rounds(int many) {
        return many == 0 ? Future.succeededFuture() : upkeep.round().compose(more -> rounds(many - 1));
    }

    /** As an instance without upkeep does. */
    void append(RecordEvent event) {
        events.append(List.of(event), CallContext.root().deadline()).await();
    }

    PartitionStatus inspected() {
        upkeep.inspect().await();
        return upkeep.storage();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
