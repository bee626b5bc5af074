package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsNotifications.EVENT_RECORDED;
import static io.kgen.protocols.contracts.analytics.AnalyticsNotifications.PARTICIPATION_RECORDED;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.ERASE;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.PARTICIPATION_HISTORY;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.PARTICIPATION_SUMMARY;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENTS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;

import io.kgen.protocols.platform.BusPublisher;
import io.kgen.protocols.platform.BusServer;
import io.kgen.protocols.platform.Postgres;
import io.kgen.protocols.platform.Schema;
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
    private Postgres postgres;
    private Postgres upkeepPostgres;
    private Postgres erasurePostgres;
    private EventUpkeep upkeep;
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
        postgres = Postgres.connect(vertx, config.postgres());
        upkeepPostgres = Postgres.connect(vertx, config.postgres().withOneConnection(UPKEEP_PATIENCE));
        erasurePostgres =
                Postgres.connect(vertx, config.postgres().withOneConnection(ERASURES_AT_A_TIME - 1, ERASURE_PATIENCE));
        upkeep = new EventUpkeep(vertx, upkeepPostgres, config.retention());
        EventMetrics.expose(upkeep);
        var publisher = new BusPublisher(vertx);
        events = new GroupCommit(events(publisher), Backlog.Limits.DEFAULT);
        var history = history(publisher);
        server = new BusServer(vertx)
                .serve(RECORD_EVENT, events::record)
                .serve(RECORD_EVENTS, new EventBatches(events)::record)
                .serve(RECORD_PARTICIPATION, history::record)
                .serve(PARTICIPATION_HISTORY, history::page)
                .serve(PARTICIPATION_SUMMARY, history::summary)
                .serve(ERASE, new PlayerErasure(vertx, new PgErasure(erasurePostgres))::erase);
        return upkeep.keep().compose(kept -> server.started());
    }

    private Events events(BusPublisher publisher) {
        return new PublishedEvents(vertx, new PgEvents(postgres), new EventNews(publisher.asking(EVENT_RECORDED)));
    }

    private ParticipationHistory history(BusPublisher publisher) {
        return new ParticipationHistory(
                new PgParticipations(postgres),
                new PgSummaries(postgres),
                new PgCursorKey(postgres),
                publisher.to(PARTICIPATION_RECORDED));
    }

    @Override
    public Future<?> stop() {
        EventMetrics.withdraw();
        upkeep.close();
        return server.close()
                .compose(closed -> events.drained())
                .eventually(erasurePostgres::close)
                .eventually(upkeepPostgres::close)
                .eventually(postgres::close);
    }
}
