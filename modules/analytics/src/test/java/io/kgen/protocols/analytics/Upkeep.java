package io.kgen.protocols.analytics;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.platform.Postgres;
import io.kgen.protocols.platform.PostgresConfig;
import io.kgen.protocols.sandbox.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** The upkeep on a node of its own, where it goes round when a test says so. */
final class Upkeep implements AutoCloseable {

    private static final int ROUNDS_AT_MOST = 50;

    private final Vertx vertx = Vertx.vertx();
    private final EventUpkeep upkeep;
    private final Events events;

    private Upkeep(PostgresConfig postgres) {
        var patient = Postgres.connect(vertx, postgres.withOneConnection(Duration.ofSeconds(20)));
        upkeep = new EventUpkeep(vertx, patient, Duration.ofDays(90));
        events = new PgEvents(patient);
    }

    static Upkeep on(PostgresConfig postgres) {
        return new Upkeep(postgres);
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
        events.append(List.of(event)).await();
    }

    EventStorage inspected() {
        upkeep.inspect().await();
        return upkeep.storage();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
