package io.kgen.protocols.kstore;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.platform.Postgres;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The codes in PostgreSQL, whose clock alone decides what has expired. */
final class PgCodes implements Codes {

    /**
     * Each code made sweeps away a few expired ones, of players who do not come back: so the table stays as small as what
     * lives. Sweeps that meet step over each other's rows.
     */
    private static final String ADD = """
            WITH swept AS (
                DELETE FROM kstore.code WHERE code_hash IN (
                    SELECT code_hash FROM kstore.code
                    WHERE expires_at <= now()
                    ORDER BY expires_at
                    LIMIT 10
                    FOR UPDATE SKIP LOCKED))
            INSERT INTO kstore.code (code_hash, issuer, user_id, store, seal, expires_at)
            VALUES ($1, $2, $3, $4, $5, now() + $6::bigint * interval '1 millisecond')
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
                    OR expires_at <= now()
                    OR number <= (
                        SELECT number FROM kstore.code
                        WHERE issuer = $1 AND user_id = $2 AND used_at IS NULL AND expires_at > now()
                        ORDER BY number DESC
                        OFFSET $3::bigint LIMIT 1))
                FOR UPDATE SKIP LOCKED)
            """;

    private static final String FIND = """
            SELECT code_hash, issuer, user_id, store, seal FROM kstore.code
            WHERE code_hash = $1 AND store = $2 AND used_at IS NULL AND expires_at > now()
            """;

    private static final String USE = """
            UPDATE kstore.code SET used_at = now()
            WHERE code_hash = $1 AND store = $2 AND used_at IS NULL AND expires_at > now()
            RETURNING number
            """;

    private static final String REVOKE = "DELETE FROM kstore.code WHERE code_hash = $1";

    private static final String REVOKE_MADE_BEFORE = KStoreTables.CODE.delete() + " AND made_at < $3";

    private static final String REVOKE_ALL = KStoreTables.CODE.delete();

    private final Postgres postgres;
    private final Duration ttl;

    PgCodes(Postgres postgres, Duration ttl) {
        this.postgres = postgres;
        this.ttl = ttl;
    }

    @Override
    public Future<Void> add(IssuedCode code) {
        var player = code.player();
        var row = Tuple.of(code.hash(), player.issuer(), player.userId(), code.store(), code.seal(), ttl.toMillis());
        return postgres.query(ADD, row)
                .compose(added -> postgres.query(
                        KILL_SURPLUS_OF_PLAYER, Tuple.of(player.issuer(), player.userId(), MAX_LIVING_OF_A_PLAYER)))
                .mapEmpty();
    }

    @Override
    public Future<Optional<IssuedCode>> find(Buffer hash, String store) {
        return postgres.query(FIND, Tuple.of(hash, store)).map(PgCodes::first);
    }

    @Override
    public Future<Boolean> use(Buffer hash, String store) {
        return postgres.query(USE, Tuple.of(hash, store)).map(winners -> winners.size() == 1);
    }

    @Override
    public Future<Void> revoke(Buffer hash) {
        return postgres.query(REVOKE, Tuple.of(hash)).mapEmpty();
    }

    @Override
    public Future<Integer> revokeMadeBefore(PlayerId player, Instant moment) {
        var arguments = Tuple.of(player.issuer(), player.userId(), moment.atOffset(ZoneOffset.UTC));
        return postgres.query(REVOKE_MADE_BEFORE, arguments).map(RowSet::rowCount);
    }

    @Override
    public Future<Integer> revokeAll(PlayerId player) {
        return postgres.query(REVOKE_ALL, Tuple.of(player.issuer(), player.userId()))
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
