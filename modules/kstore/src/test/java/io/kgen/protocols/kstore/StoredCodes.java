package io.kgen.protocols.kstore;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.PostgresAddress;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Reads the table of the codes directly. */
final class StoredCodes {

    private final PostgresClient postgres;

    private StoredCodes(PostgresClient postgres) {
        this.postgres = postgres;
    }

    /** Connects with a long timeout, because the first connection of a JVM loads classes for a second or two. */
    static StoredCodes connect(Vertx vertx, PostgresAddress postgres) {
        var config = TestPostgres.config(postgres, 1, 10, Duration.ofSeconds(10));
        var codes = new StoredCodes(PostgresClient.connect(vertx, config));
        codes.clockMillis();
        return codes;
    }

    /** The clock of PostgreSQL, rounded down, so that codes stored after this call are not older. */
    long clockMillis() {
        return number("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint");
    }

    long of(PlayerId player) {
        return number(
                "SELECT count(*) FROM kstore.code WHERE issuer = $1 AND user_id = $2",
                player.issuer(),
                player.userId());
    }

    long activeOf(PlayerId player) {
        return number("""
                SELECT count(*) FROM kstore.code
                WHERE issuer = $1 AND user_id = $2 AND used_at IS NULL AND expires_at > now()
                """, player.issuer(), player.userId());
    }

    /** The rows of a player as JSON, bytes in hexadecimal. */
    List<String> rowsOf(PlayerId player) {
        return rows(
                        "SELECT to_jsonb(code)::text FROM kstore.code WHERE issuer = $1 AND user_id = $2",
                        player.issuer(),
                        player.userId())
                .map(row -> row.getString(0))
                .toList();
    }

    /** Lets a code expire now. */
    void expire(String code) {
        var hash = new OneTimeCode(code).hash();
        var expired = rows("UPDATE kstore.code SET expires_at = now() WHERE code_hash = $1 RETURNING number", hash);
        if (expired.count() != 1) {
            throw new AssertionError("no such code");
        }
    }

    private long number(String sql, Object... arguments) {
        return rows(sql, arguments).findFirst().orElseThrow().getLong(0);
    }

    private Stream<Row> rows(String sql, Object... arguments) {
        return Rows.stream(Await.result(postgres.query(sql, Tuple.wrap(arguments))));
    }
}
