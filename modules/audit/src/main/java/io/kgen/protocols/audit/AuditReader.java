package io.kgen.protocols.audit;

import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;

/** Reads the audit log. It needs no more than the right to select. */
public final class AuditReader {

    public static final int MAX_LIMIT = 1_000;

    private static final String LIST = """
            SELECT id, occurred_at, actor, action, issuer, player_hash, request_id, details
            FROM audit.entry
            WHERE ($1::bytea IS NULL OR player_hash = $1)
                AND ($2::text IS NULL OR issuer = $2)
                AND ($3::text IS NULL OR actor = $3)
                AND ($4::text IS NULL OR action = $4)
                AND ($5::timestamptz IS NULL OR occurred_at >= $5)
                AND ($6::timestamptz IS NULL OR occurred_at < $6)
                AND ($7::bigint IS NULL OR id < $7)
            ORDER BY id DESC
            LIMIT $8
            """;

    private final PostgresClient postgres;
    private final AuditKey key;

    public AuditReader(PostgresClient postgres, AuditKey key) {
        this.postgres = postgres;
        this.key = key;
    }

    /**
     * Lists entries, newest first.
     *
     * @param limit of the page, 1 to {@value #MAX_LIMIT}
     * @param cursor {@link AuditPage#next()} of the page before; null for the first page
     */
    public Future<AuditPage> list(AuditQuery query, int limit, Long cursor) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("the limit must be a number from 1 to " + MAX_LIMIT);
        }
        var arguments = Tuple.tuple()
                .addBuffer(query.player() == null ? null : key.hash(query.player()))
                .addString(query.issuer())
                .addString(query.actor())
                .addString(query.action())
                .addOffsetDateTime(time(query.from()))
                .addOffsetDateTime(time(query.to()))
                .addLong(cursor)
                .addInteger(limit + 1);
        return postgres.query(LIST, arguments)
                .map(rows -> page(Rows.stream(rows).map(AuditReader::map).toList(), limit));
    }

    /** One row more than the limit was read: it says whether there is another page. */
    private static AuditPage page(List<AuditRecord> read, int limit) {
        return read.size() <= limit
                ? new AuditPage(read, null)
                : new AuditPage(read.subList(0, limit), read.get(limit - 1).id());
    }

    private static OffsetDateTime time(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static AuditRecord map(Row row) {
        var hash = row.getBuffer("player_hash");
        return new AuditRecord(
                row.getLong("id"),
                row.getOffsetDateTime("occurred_at").toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("issuer"),
                hash == null ? null : HexFormat.of().formatHex(hash.getBytes()),
                row.getString("request_id"),
                row.getJsonObject("details"));
    }
}
