package io.kgen.protocols.analytics.erasure;

import io.kgen.protocols.analytics.events.IdempotencyKeyDigest;
import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Erases the rows of a player from PostgreSQL, a bounded number with each call, so that every transaction is short. */
final class PgErasure {

    /** Rows of one transaction. */
    private static final int MAX_ROWS = 5_000;
    /** Pages of one transaction: 32 MB, which PostgreSQL reads in some tens of milliseconds. */
    private static final long MAX_PAGES = 4_096;

    /** Locks keys in the order in which inserts do, so that they cannot deadlock. */
    private static final String ERASE_KEYS = """
            WITH erased AS (
                DELETE FROM analytics.event_key WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM analytics.event_key WHERE id BETWEEN $1 AND $2 ORDER BY id LIMIT $3 FOR UPDATE))
                RETURNING 1)
            SELECT count(*) AS erased, analytics.check_deadline($4) FROM erased
            """;

    private static final String DELETE_PARTICIPATIONS = """
            WITH erased AS (
                DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM %1$s WHERE issuer = $1 AND user_id = $2
                    ORDER BY sort_at DESC, id DESC LIMIT $3 FOR UPDATE))
                RETURNING 1)
            """.formatted(AnalyticsTables.PARTICIPATION.name());

    private static final String ERASE_PARTICIPATIONS =
            DELETE_PARTICIPATIONS + "SELECT count(*) AS erased, analytics.check_deadline($4) FROM erased";

    /** The first transaction of an erasure has its audit entry, so that nothing is erased without one. */
    private static final String BEGIN = DELETE_PARTICIPATIONS + """
            SELECT count(*) AS erased,
                audit.append($4, 'player.erase', $1, $5, $6, jsonb_build_object('module', 'analytics')),
                analytics.check_deadline($7)
            FROM erased
            """;

    private static final String PARTITIONS = "SELECT part::bigint AS oid, pages FROM analytics.partitions($1)";

    private static final String ERASE_EVENTS = """
            SELECT erased, analytics.check_deadline($6)
            FROM analytics.erase_events_of_player($1::bigint::oid, $2, $3, $4, $5) AS erased
            """;

    private final PostgresClient postgres;
    private final AuditKey auditKey;

    PgErasure(PostgresClient postgres, AuditKey auditKey) {
        this.postgres = postgres.measure("begin_erasure", BEGIN)
                .measure("erase_participations", ERASE_PARTICIPATIONS)
                .measure("erase_event_keys", ERASE_KEYS)
                .measure("read_event_partitions", PARTITIONS)
                .measure("erase_events", ERASE_EVENTS);
        this.auditKey = auditKey;
    }

    /** Writes the audit entry and erases the first participations. The result is their number. */
    Future<Long> begin(PlayerId player, CallContext call) {
        return erase(BEGIN, auditKey.addTo(Tuple.of(player.issuer(), player.userId(), MAX_ROWS), player, call));
    }

    /** The number of erased participations; zero if none is left. */
    Future<Long> eraseParticipations(PlayerId player) {
        return erase(ERASE_PARTICIPATIONS, Tuple.of(player.issuer(), player.userId(), MAX_ROWS));
    }

    /** The number of erased keys; zero if none is left. */
    Future<Long> eraseKeys(PlayerId player) {
        return erase(
                ERASE_KEYS,
                Tuple.of(IdempotencyKeyDigest.lowestId(player), IdempotencyKeyDigest.highestId(player), MAX_ROWS));
    }

    /** Of the events outside the partition of their day. Maintenance moves them to their days, and never back. */
    Future<List<EventPartition.PageRange>> strandedRanges() {
        return ranges(false);
    }

    Future<List<EventPartition.PageRange>> rangesOfDays() {
        return ranges(true);
    }

    /** The number of erased events in a range of a partition. */
    Future<Long> eraseEvents(EventPartition.PageRange range, PlayerId player) {
        var arguments = Tuple.of(range.oid(), range.firstPage(), range.pages(), player.issuer(), player.userId());
        return erase(ERASE_EVENTS, arguments);
    }

    /** Each statement has the timeout of its connection; the deadline of the caller is that of the whole erasure. */
    private Future<Long> erase(String sql, Tuple arguments) {
        return postgres.write(sql, arguments, CallContext.root().deadline())
                .map(rows -> rows.iterator().next().getLong("erased"));
    }

    private Future<List<EventPartition.PageRange>> ranges(boolean ofDays) {
        return postgres.query(PARTITIONS, Tuple.of(ofDays))
                .map(rows -> Rows.stream(rows)
                        .map(PgErasure::mapPartition)
                        .flatMap(partition -> partition.ranges(MAX_PAGES))
                        .toList());
    }

    private static EventPartition mapPartition(Row row) {
        return new EventPartition(row.getLong("oid"), row.getLong("pages"));
    }
}
