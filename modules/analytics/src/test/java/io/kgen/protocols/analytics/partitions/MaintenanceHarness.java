package io.kgen.protocols.analytics.partitions;

import io.kgen.protocols.analytics.events.EventMeters;
import io.kgen.protocols.analytics.events.GroupCommit;
import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.PostgresAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/** The partition maintenance of one node, which runs when a test calls it. */
final class MaintenanceHarness implements AutoCloseable {

    private static final int MAX_RUNS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final PartitionMaintenance maintenance;
    private final GroupCommit events;

    private MaintenanceHarness(PostgresAddress address, InstantSource nodeTime) {
        var postgres = PostgresClient.connect(vertx, TestPostgres.config(address, 1, 1, Duration.ofSeconds(20)));
        maintenance =
                new PartitionMaintenance(vertx, postgres, Duration.ofDays(90), nodeTime, new SimpleMeterRegistry());
        events = GroupCommit.create(
                vertx, postgres, new BusPublisher(vertx), new EventMeters(new SimpleMeterRegistry()));
    }

    static MaintenanceHarness on(PostgresAddress postgres) {
        return new MaintenanceHarness(postgres, InstantSource.system());
    }

    /** The maintenance of a node with a clock that is wrong by the offset. */
    static MaintenanceHarness on(PostgresAddress postgres, Duration offset) {
        return new MaintenanceHarness(postgres, InstantSource.offset(InstantSource.system(), offset));
    }

    /** Runs once, and fails if there is more to do. */
    void runOnce() {
        if (maintenance.runOnce().await()) {
            throw new AssertionError("there is more to do");
        }
    }

    /** Runs until all work is done. */
    void runUntilDone() {
        for (var i = 0; maintenance.runOnce().await(); i++) {
            if (i == MAX_RUNS) {
                throw new AssertionError("the maintenance does not end");
            }
        }
    }

    /** Runs until the partitions are in order, concurrently with other nodes that may hold the lock. */
    void runUntilInOrder() {
        Await.until(() -> {
            maintenance.runOnce().await();
            return !inspect().isAlarming();
        });
    }

    Future<Void> run(int times) {
        return times == 0 ? Future.succeededFuture() : maintenance.runOnce().compose(more -> run(times - 1));
    }

    /** Stores an event without maintenance. */
    void append(RecordEvent event) {
        events.record(event, CallContext.root()).await();
    }

    PartitionStatus inspect() {
        maintenance.inspect().await();
        return maintenance.status();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
