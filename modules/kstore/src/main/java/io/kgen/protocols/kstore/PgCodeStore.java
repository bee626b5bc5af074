package io.kgen.protocols.kstore;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.PostgresClient;
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

/** The codes in PostgreSQL, whose clock alone decides what has expired. */
final class PgCodeStore implements CodeStore {

    /**
     * Each code made sweeps away a few expired ones, of players who do not come back: so the table stays as small as what
     * lives. Sweeps that meet step over each other's rows. What is deleted has expired by the clock of this node as well,
     * because a clock that is wrong must not delete (E88).
     */
    private static final String ADD = """
            WITH swept AS (
                DELETE FROM kstore.code WHERE code_hash IN (
                    SELECT code_hash FROM kstore.code
                    WHERE expires_at <= least(now(), $7)
                    ORDER BY expires_at
                    LIMIT 10
                    FOR UPDATE SKIP LOCKED))
            INSERT INTO kstore.code (code_hash, issuer, user_id, store, seal, expires_at)
            VALUES ($1, $2, $3, $4, $5, now() + $6::bigint * interval '1 millisecond')
            RETURNING kstore.check_deadline($8)
            """;

    /**
     * Whoever finishes adding last sees every code that was handed out before, so the limit holds without a lock. Rows that
     * another statement has locked are about to die anyway: skipping them rules deadlocks out.
     */
    private static final String KILL_SURPLUS_OF_PLAYER = """
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

    /** A code with a time in the future was made by a wrong clock; without this check it would live for as many days (E88). */
    private static final String LIVES =
            "used_at IS NULL AND expires_at > now() AND made_at <= now() + interval '1 minute'";

    private static final String FIND = """
            SELECT code_hash, issuer, user_id, store, seal FROM kstore.code
            WHERE code_hash = $1 AND store = $2 AND %s
            """.formatted(LIVES);

    private static final String USE = """
            UPDATE kstore.code SET used_at = now()
            WHERE code_hash = $1 AND store = $2 AND %s
            RETURNING kstore.check_deadline($3)
            """.formatted(LIVES);

    private static final String REVOKE =
            "DELETE FROM kstore.code WHERE code_hash = $1 RETURNING kstore.check_deadline($2)";

    private static final String REVOKE_MADE_BEFORE =
            KStoreTables.CODE.delete() + " AND made_at < $3 RETURNING kstore.check_deadline($4)";

    private static final String REVOKE_ALL = KStoreTables.CODE.delete() + " RETURNING kstore.check_deadline($3)";

    private final PostgresClient postgres;
    private final Duration ttl;

    PgCodeStore(PostgresClient postgres, Duration ttl) {
        this.postgres = postgres;
        this.ttl = ttl;
    }

    @Override
    public Future<Void> add(IssuedCode code, long deadline) {
        var player = code.player();
        var nodeTime = OffsetDateTime.now(ZoneOffset.UTC);
        var row = Tuple.of(code.hash(), player.issuer(), player.userId(), code.store(), code.seal(), ttl.toMillis())
                .addOffsetDateTime(nodeTime);
        var limits = Tuple.of(player.issuer(), player.userId(), MAX_LIVING_OF_A_PLAYER, nodeTime);
        return postgres.write(ADD, row, deadline)
                .compose(added -> postgres.write(KILL_SURPLUS_OF_PLAYER, limits, deadline))
                .mapEmpty();
    }

    @Override
    public Future<Optional<IssuedCode>> find(Buffer hash, String store) {
        return postgres.query(FIND, Tuple.of(hash, store)).map(PgCodeStore::first);
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
    public Future<Integer> revokeMadeBefore(PlayerId player, Instant moment, long deadline) {
        var arguments = Tuple.of(player.issuer(), player.userId(), moment.atOffset(ZoneOffset.UTC));
        return postgres.write(REVOKE_MADE_BEFORE, arguments, deadline).map(RowSet::rowCount);
    }

    @Override
    public Future<Integer> revokeAll(PlayerId player, long deadline) {
        return postgres.write(REVOKE_ALL, Tuple.of(player.issuer(), player.userId()), deadline)
                .map(RowSet::rowCount);
    }

    private static Optional<IssuedCode> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(read(rows.iterator().next()));
    }

    private static IssuedCode read(Row row) {
        var player = new PlayerId(row.getString("issuer"), row.getString("user_id"));
        return new IssuedCode(row.getBuffer("code_hash"), player, row.getString("store"), row.getBuffer("seal"));
    }
}
