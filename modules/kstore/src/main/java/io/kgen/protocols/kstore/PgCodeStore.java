package io.kgen.protocols.kstore;

import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Codes in PostgreSQL. Only its clock decides whether a code has expired. */
final class PgCodeStore implements CodeStore {

    /**
     * Each added code deletes a few expired codes of any player, so that the table does not grow with players who never come
     * back. Concurrent statements skip each other's rows. A deleted code has expired by the clock of this node as well,
     * because a wrong clock must not delete (E88).
     */
    private static final String DELETE_SOME_EXPIRED = """
            DELETE FROM kstore.code WHERE code_hash IN (
                SELECT code_hash FROM kstore.code
                WHERE expires_at <= least(now(), $7)
                ORDER BY expires_at
                LIMIT 10
                FOR UPDATE SKIP LOCKED)
            """;

    private static final String INSERT = """
            INSERT INTO kstore.code (code_hash, issuer, user_id, store, seal, expires_at)
            VALUES ($1, $2, $3, $4, $5, now() + $6::bigint * interval '1 millisecond')
            RETURNING kstore.check_deadline($8)
            """;

    private static final String INSERT_AND_DELETE_SOME_EXPIRED =
            "WITH expired AS (%s) %s".formatted(DELETE_SOME_EXPIRED, INSERT);

    /**
     * Deletes the codes of a player that are not active any more, and the oldest active ones beyond the limit. Of concurrent
     * calls, the last one sees all codes that were added before, so the limit holds without a lock. Rows that are locked are
     * being used or deleted by another statement; skipping them avoids deadlocks.
     */
    private static final String DELETE_EXCESS = """
            DELETE FROM kstore.code WHERE code_hash IN (
                SELECT code_hash FROM kstore.code
                WHERE issuer = $1 AND user_id = $2 AND (
                    used_at IS NOT NULL
                    OR expires_at <= least(now(), $4)
                    OR number <= (
                        SELECT number FROM kstore.code
                        WHERE issuer = $1 AND user_id = $2 AND used_at IS NULL AND expires_at > now()
                        ORDER BY number DESC
                        OFFSET $3::bigint LIMIT 1))
                FOR UPDATE SKIP LOCKED)
            RETURNING kstore.check_deadline($5)
            """;

    /** A code with a time in the future was issued by a wrong clock; without this check it would be active for days (E88). */
    private static final String IS_ACTIVE =
            "used_at IS NULL AND expires_at > now() AND made_at <= now() + interval '1 minute'";

    private static final String FIND = """
            SELECT code_hash, issuer, user_id, store, seal FROM kstore.code
            WHERE code_hash = $1 AND store = $2 AND %s
            """.formatted(IS_ACTIVE);

    private static final String USE = """
            UPDATE kstore.code SET used_at = now()
            WHERE code_hash = $1 AND store = $2 AND %s
            RETURNING kstore.check_deadline($3)
            """.formatted(IS_ACTIVE);

    private static final String REVOKE =
            "DELETE FROM kstore.code WHERE code_hash = $1 RETURNING kstore.check_deadline($2)";

    private static final String REVOKE_ISSUED_BEFORE =
            KStoreTables.CODE.delete() + " AND made_at < $3 RETURNING kstore.check_deadline($4)";

    /** The erasure of a player without codes is in the audit log, too. */
    private static final String ERASE = """
            WITH erased AS (%s RETURNING 1)
            SELECT count(*)::int AS erased,
                audit.append($3, 'player.erase', $1, $4, $5, jsonb_build_object('module', 'kstore')),
                kstore.check_deadline($6)
            FROM erased
            """.formatted(KStoreTables.CODE.delete());

    private final PostgresClient postgres;
    private final Duration ttl;
    private final AuditKey auditKey;

    PgCodeStore(PostgresClient postgres, Duration ttl, AuditKey auditKey) {
        this.postgres = postgres.measure("add_code", INSERT_AND_DELETE_SOME_EXPIRED)
                .measure("delete_excess_codes", DELETE_EXCESS)
                .measure("find_code", FIND)
                .measure("use_code", USE)
                .measure("revoke_code", REVOKE)
                .measure("revoke_codes", REVOKE_ISSUED_BEFORE)
                .measure("erase_codes", ERASE);
        this.ttl = ttl;
        this.auditKey = auditKey;
    }

    @Override
    public Future<Void> add(IssuedCode code, long deadline) {
        var nodeTime = OffsetDateTime.now(ZoneOffset.UTC);
        return insert(code, nodeTime, deadline).compose(inserted -> deleteExcess(code.player(), nodeTime, deadline));
    }

    private Future<Void> insert(IssuedCode code, OffsetDateTime nodeTime, long deadline) {
        var player = code.player();
        var row = Tuple.of(
                        code.hash(), player.issuer(), player.userId(), code.store(), code.phoneHmac(), ttl.toMillis())
                .addOffsetDateTime(nodeTime);
        return postgres.write(INSERT_AND_DELETE_SOME_EXPIRED, row, deadline).mapEmpty();
    }

    private Future<Void> deleteExcess(PlayerId player, OffsetDateTime nodeTime, long deadline) {
        var arguments = Tuple.of(player.issuer(), player.userId(), MAX_ACTIVE_PER_PLAYER, nodeTime);
        return postgres.write(DELETE_EXCESS, arguments, deadline).mapEmpty();
    }

    @Override
    public Future<Optional<IssuedCode>> find(Buffer hash, String store) {
        return postgres.query(FIND, Tuple.of(hash, store))
                .map(found -> Rows.first(found).map(PgCodeStore::mapRow));
    }

    @Override
    public Future<Boolean> use(Buffer hash, String store, long deadline) {
        return postgres.write(USE, Tuple.of(hash, store), deadline).map(winners -> winners.size() == 1);
    }

    @Override
    public Future<Void> revoke(Buffer hash, long deadline) {
        return postgres.write(REVOKE, Tuple.of(hash), deadline).mapEmpty();
    }

    @Override
    public Future<Integer> revokeIssuedBefore(PlayerId player, Instant time, long deadline) {
        var arguments = Tuple.of(player.issuer(), player.userId(), time.atOffset(ZoneOffset.UTC));
        return postgres.write(REVOKE_ISSUED_BEFORE, arguments, deadline).map(RowSet::rowCount);
    }

    @Override
    public Future<Integer> erase(PlayerId player, CallContext call) {
        var arguments = auditKey.addTo(Tuple.of(player.issuer(), player.userId()), player, call);
        return postgres.write(ERASE, arguments, call.deadline())
                .map(rows -> rows.iterator().next().getInteger("erased"));
    }

    private static IssuedCode mapRow(Row row) {
        var player = new PlayerId(row.getString("issuer"), row.getString("user_id"));
        return new IssuedCode(row.getBuffer("code_hash"), player, row.getString("store"), row.getBuffer("seal"));
    }
}
