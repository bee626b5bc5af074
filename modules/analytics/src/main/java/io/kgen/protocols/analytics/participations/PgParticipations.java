package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Participations in PostgreSQL. */
final class PgParticipations {

    /** Returns no row if the same or a higher revision is stored. An inserted row has no xmax, an updated row has one. */
    private static final String RECORD = """
            INSERT INTO analytics.participation AS stored
                (issuer, source, source_id, revision,
                 user_id, type, type_value, result, occurred_at, mode, buy_in_stake, amount_won)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (issuer, source, source_id) DO UPDATE SET
                revision = excluded.revision,
                user_id = excluded.user_id,
                type = excluded.type,
                type_value = excluded.type_value,
                result = excluded.result,
                occurred_at = excluded.occurred_at,
                mode = excluded.mode,
                buy_in_stake = excluded.buy_in_stake,
                amount_won = excluded.amount_won,
                recorded_at = excluded.recorded_at
            WHERE stored.revision < excluded.revision
            RETURNING xmax = 0 AS inserted, analytics.check_deadline($13)
            """;

    /** PostgreSQL compares, because 100 and 100.0 are the same number there. */
    private static final String COMPARE = """
            SELECT revision > $4 AS higher,
                   (user_id, type, type_value, result, occurred_at, mode, buy_in_stake, amount_won)
                       IS NOT DISTINCT FROM
                   ($5::text, $6::text, $7::numeric, $8::text, $9::timestamptz, $10::text, $11::numeric, $12::numeric)
                       AS same
            FROM analytics.participation
            WHERE issuer = $1 AND source = $2 AND source_id = $3
            """;

    /** Its text varies with the filters. */
    private static final String LIST = "list_participations";

    private final PostgresClient postgres;

    PgParticipations(PostgresClient postgres) {
        this.postgres = postgres.measure("record_participation", RECORD)
                .measure("compare_participation", COMPARE)
                .measure(LIST, LIST);
    }

    /** Fails with {@code CONFLICT} if the same revision is stored with other content. */
    Future<WriteStatus> record(RecordParticipation participation, long deadline) {
        var columns = columns(participation);
        return postgres.write(RECORD, columns, deadline)
                .map(Rows::first)
                .compose(row -> row.isPresent() ? Future.succeededFuture(writtenStatus(row.get())) : compare(columns));
    }

    Future<List<HistoryRow>> find(ListParticipations query, KeysetPosition after, int rows) {
        var page = new HistoryQuery(query, after, rows);
        return postgres.query(LIST, page.sql(), page.arguments())
                .map(found -> Rows.stream(found).map(PgParticipations::mapRow).toList());
    }

    private Future<WriteStatus> compare(Tuple columns) {
        return postgres.query(COMPARE, columns)
                .map(Rows::first)
                .map(row -> unchangedStatus(row.orElseThrow(PgParticipations::erased)));
    }

    private static WriteStatus writtenStatus(Row row) {
        return row.getBoolean("inserted") ? WriteStatus.STORED : WriteStatus.CORRECTED;
    }

    private static WriteStatus unchangedStatus(Row row) {
        if (row.getBoolean("higher")) {
            return WriteStatus.STALE;
        }
        if (!row.getBoolean("same")) {
            throw new ServiceException(
                    FailureCode.CONFLICT, "this revision of the participation was recorded with other content");
        }
        return WriteStatus.DUPLICATE;
    }

    private static ServiceException erased() {
        return ServiceException.unavailable("the participation was erased concurrently, try again", null);
    }

    private static Tuple columns(RecordParticipation participation) {
        return Tuple.from(new Object[] {
            participation.player().issuer(),
            participation.source(),
            participation.sourceId(),
            participation.revision(),
            participation.player().userId(),
            participation.type(),
            participation.typeValue(),
            participation.result(),
            toColumn(participation.occurredAt()),
            participation.mode(),
            participation.buyInStake(),
            participation.amountWon()
        });
    }

    private static HistoryRow mapRow(Row row) {
        return new HistoryRow(
                row.getLong("id"),
                new Participation(
                        row.getString("type"),
                        row.getBigDecimal("type_value"),
                        row.getString("result"),
                        toInstant(row.getOffsetDateTime("occurred_at")),
                        row.getString("mode"),
                        row.getBigDecimal("buy_in_stake"),
                        row.getBigDecimal("amount_won")));
    }

    /** Truncated to the microsecond, as PostgreSQL stores times. */
    private static OffsetDateTime toColumn(Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Instant toInstant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
