package io.kgen.protocols.analytics.erasure;

import io.kgen.protocols.analytics.events.IdempotencyKeyDigest;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Erases from PostgreSQL what a player left there, a little with each call: no transaction is longer than one of an upkeep. */
public final class PgErasure {

    /** Of one transaction. */
    private static final int ROWS = 5_000;
    /** Of one transaction: 32 MB, which take some tens of milliseconds to read. */
    private static final long PAGES = 4_096;

    /** In the order in which keys are claimed, so that neither waits for the other in a circle. */
    private static final String SOME_KEYS = """
            WITH erased AS (
                DELETE FROM analytics.event_key WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM analytics.event_key WHERE id BETWEEN $1 AND $2 ORDER BY id LIMIT $3 FOR UPDATE))
                RETURNING 1)
            SELECT count(*) AS erased, analytics.check_deadline($4) FROM erased
            """;

    private static final String SOME_PARTICIPATIONS = """
            WITH erased AS (
                DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM %1$s WHERE issuer = $1 AND user_id = $2
                    ORDER BY sort_at DESC, id DESC LIMIT $3 FOR UPDATE))
                RETURNING 1)
            SELECT count(*) AS erased, analytics.check_deadline($4) FROM erased
            """.formatted(AnalyticsTables.PARTICIPATION.name());

    private static final String PARTITIONS = "SELECT part::bigint AS oid, pages FROM analytics.event_partitions($1)";

    private static final String EVENTS = """
            SELECT erased, analytics.check_deadline($6)
            FROM analytics.erase_events($1::bigint::oid, $2, $3, $4, $5) AS erased
            """;

    private final PostgresClient postgres;

    public PgErasure(PostgresClient postgres) {
        this.postgres = postgres;
    }

    /** How many were erased; none when there are none left. */
    Future<Long> someParticipations(PlayerId player) {
        return erased(SOME_PARTICIPATIONS, Tuple.of(player.issuer(), player.userId(), ROWS));
    }

    /** How many were erased; none when there are none left. */
    Future<Long> someKeys(PlayerId player) {
        return erased(
                SOME_KEYS, Tuple.of(IdempotencyKeyDigest.firstOf(player), IdempotencyKeyDigest.lastOf(player), ROWS));
    }

    /** What holds the events that are in no day's partition. They may move to the days, and never the other way. */
    Future<List<EventPartition.PageRange>> strandedEvents() {
        return partitions(false);
    }

    Future<List<EventPartition.PageRange>> eventsOfDays() {
        return partitions(true);
    }

    /** How many events were erased in that stretch of its partition. */
    Future<Long> events(EventPartition.PageRange stretch, PlayerId player) {
        var arguments = Tuple.of(stretch.oid(), stretch.firstPage(), stretch.pages(), player.issuer(), player.userId());
        return erased(EVENTS, arguments);
    }

    /** Each step ends by the timeout of its connection; the caller of the whole may wait for many of them. */
    private Future<Long> erased(String sql, Tuple arguments) {
        return postgres.write(sql, arguments, CallContext.root().deadline())
                .map(rows -> rows.iterator().next().getLong("erased"));
    }

    private Future<List<EventPartition.PageRange>> partitions(boolean ofDays) {
        return postgres.query(PARTITIONS, Tuple.of(ofDays))
                .map(rows -> Rows.stream(rows)
                        .map(PgErasure::partition)
                        .flatMap(partition -> partition.stretches(PAGES))
                        .toList());
    }

    private static EventPartition partition(Row row) {
        return new EventPartition(row.getLong("oid"), row.getLong("pages"));
    }
}
