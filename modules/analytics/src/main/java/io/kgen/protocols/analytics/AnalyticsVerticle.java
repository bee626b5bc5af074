package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.ERASE;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.LIST_PARTICIPATIONS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.PARTICIPATION_SUMMARY;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENTS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static io.kgen.protocols.contracts.analytics.AnalyticsTopics.EVENT_RECORDED;
import static io.kgen.protocols.contracts.analytics.AnalyticsTopics.PARTICIPATION_RECORDED;

import io.kgen.protocols.analytics.erasure.PgErasure;
import io.kgen.protocols.analytics.erasure.PlayerErasureService;
import io.kgen.protocols.analytics.events.Backlog;
import io.kgen.protocols.analytics.events.EventBatchService;
import io.kgen.protocols.analytics.events.EventNotifier;
import io.kgen.protocols.analytics.events.EventStore;
import io.kgen.protocols.analytics.events.GroupCommit;
import io.kgen.protocols.analytics.events.NotifyingEventStore;
import io.kgen.protocols.analytics.events.PgEventStore;
import io.kgen.protocols.analytics.participations.ParticipationService;
import io.kgen.protocols.analytics.participations.PgCursorKey;
import io.kgen.protocols.analytics.participations.PgParticipations;
import io.kgen.protocols.analytics.participations.PgSummaries;
import io.kgen.protocols.analytics.partitions.PartitionMaintenance;
import io.kgen.protocols.analytics.partitions.PartitionMetrics;
import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Schema;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Supplier;

/** Records events and participations, and tells players how they have fared. One instance an event loop. */
public final class AnalyticsVerticle extends VerticleBase {

    public static final Schema SCHEMA = new Schema("analytics");

    /** For one transaction of the upkeep, for which nobody waits. */
    private static final Duration UPKEEP_PATIENCE = Duration.ofSeconds(5);

    /** They take turns, step by step; one more is told to come back. */
    private static final int ERASURES_AT_A_TIME = 20;

    /** For one step of an erasure and its wait for its turn. */
    private static final Duration ERASURE_PATIENCE = Duration.ofSeconds(10);

    private final AnalyticsConfig config;
    private PostgresClient postgres;
    private PostgresClient upkeepPostgres;
    private PostgresClient erasurePostgres;
    private PartitionMaintenance upkeep;
    private GroupCommit events;
    private BusServer server;

    private AnalyticsVerticle(AnalyticsConfig config) {
        this.config = config;
    }

    /** Supplies the instances of one deployment. */
    public static Supplier<AnalyticsVerticle> instances(AnalyticsConfig config) {
        return () -> new AnalyticsVerticle(config);
    }

    @Override
    public Future<?> start() {
        postgres = PostgresClient.connect(vertx, config.postgres());
        upkeepPostgres = PostgresClient.connect(vertx, config.postgres().withOneConnection(UPKEEP_PATIENCE));
        erasurePostgres = PostgresClient.connect(
                vertx, config.postgres().withOneConnection(ERASURES_AT_A_TIME - 1, ERASURE_PATIENCE));
        upkeep = new PartitionMaintenance(vertx, upkeepPostgres, config.retention());
        PartitionMetrics.expose(upkeep);
        var publisher = new BusPublisher(vertx);
        events = new GroupCommit(events(publisher), Backlog.Limits.DEFAULT);
        var history = history(publisher);
        server = new BusServer(vertx)
                .serve(RECORD_EVENT, events::record)
                .serve(RECORD_EVENTS, new EventBatchService(events)::record)
                .serve(RECORD_PARTICIPATION, history::record)
                .serve(LIST_PARTICIPATIONS, history::page)
                .serve(PARTICIPATION_SUMMARY, history::summary)
                .serve(ERASE, new PlayerErasureService(vertx, new PgErasure(erasurePostgres))::erase);
        return upkeep.keep().compose(kept -> server.started());
    }

    private EventStore events(BusPublisher publisher) {
        return new NotifyingEventStore(
                vertx, new PgEventStore(postgres), new EventNotifier(publisher.publisherWithReceipt(EVENT_RECORDED)));
    }

    private ParticipationService history(BusPublisher publisher) {
        return new ParticipationService(
                new PgParticipations(postgres),
                new PgSummaries(postgres),
                new PgCursorKey(postgres),
                publisher.publisher(PARTICIPATION_RECORDED));
    }

    @Override
    public Future<?> stop() {
        PartitionMetrics.withdraw();
        upkeep.close();
        return server.close()
                .compose(closed -> events.drained())
                .eventually(erasurePostgres::close)
                .eventually(upkeepPostgres::close)
                .eventually(postgres::close);
    }
}
