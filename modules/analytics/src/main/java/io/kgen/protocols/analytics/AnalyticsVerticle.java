package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.LIST_PARTICIPATIONS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.PARTICIPATION_SUMMARY;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENTS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;

import io.kgen.protocols.analytics.events.EventBatchService;
import io.kgen.protocols.analytics.events.EventMeters;
import io.kgen.protocols.analytics.events.GroupCommit;
import io.kgen.protocols.analytics.participations.ParticipationService;
import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresMeters;
import io.kgen.protocols.postgres.Schema;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;

/** Records events and participations, and lists and summarizes participations. One instance per event loop. */
public final class AnalyticsVerticle extends VerticleBase {

    public static final Schema SCHEMA = new Schema("analytics");

    private final AnalyticsConfig config;
    private final PostgresMeters postgresMeters;
    private final EventMeters eventMeters;
    private final CallMetrics calls;
    private PostgresClient postgres;
    private GroupCommit events;
    private BusServer server;

    private AnalyticsVerticle(
            AnalyticsConfig config, PostgresMeters postgresMeters, EventMeters eventMeters, CallMetrics calls) {
        this.config = config;
        this.postgresMeters = postgresMeters;
        this.eventMeters = eventMeters;
        this.calls = calls;
    }

    /** Supplies the instances of one node. */
    public static Supplier<AnalyticsVerticle> instances(
            AnalyticsConfig config, MeterRegistry meters, CallMetrics calls) {
        var postgresMeters = new PostgresMeters(meters, "analytics");
        var eventMeters = new EventMeters(meters);
        return () -> new AnalyticsVerticle(config, postgresMeters, eventMeters, calls);
    }

    @Override
    public Future<?> start() {
        postgres = PostgresClient.connect(vertx, config.postgres(), postgresMeters);
        var publisher = new BusPublisher(vertx);
        events = GroupCommit.create(vertx, postgres, publisher, eventMeters);
        var participations = ParticipationService.create(postgres, publisher);
        server = new BusServer(vertx, calls)
                .serve(RECORD_EVENT, events::record)
                .serve(RECORD_EVENTS, new EventBatchService(events)::record)
                .serve(RECORD_PARTICIPATION, participations::record)
                .serve(LIST_PARTICIPATIONS, participations::list)
                .serve(PARTICIPATION_SUMMARY, participations::summarize);
        return server.started();
    }

    @Override
    public Future<?> stop() {
        return server.close().compose(closed -> events.drained()).eventually(postgres::close);
    }
}
