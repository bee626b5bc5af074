package io.kgen.protocols.benchmarks.bare;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kgen.protocols.benchmarks.load.Window;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Measures the commits of a bare client on one connection, one statement at a time: single rows, and groups of rows with the
 * statement of the product. Prints one JSON object: rows of a statement and the measurement.
 */
public final class BareClient {

    /** The statement and the table of the product. */
    private static final String APPEND = """
            INSERT INTO analytics.event (issuer, user_id, event_id, attributes)
            SELECT issuer, user_id, event_id, attributes::json
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS e (issuer, user_id, event_id, attributes)
            """;

    private static final String APPEND_ONE =
            "INSERT INTO analytics.event (issuer, user_id, event_id, attributes) VALUES ($1, $2, $3, $4::text::json)";
    private static final String EVENT_ID = "bare-client";
    private static final String ATTRIBUTES = "{\"attr1\":\"value1\",\"attr2\":42,\"attr3\":3.14}";
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

    private final PreparedQuery<RowSet<Row>> insert;
    private final Tuple arguments;
    private Histogram latencies;

    private BareClient(PreparedQuery<RowSet<Row>> insert, Tuple arguments) {
        this.insert = insert;
        this.arguments = arguments;
    }

    /** Arguments: milliseconds of warm-up, milliseconds of measurement. */
    public static void main(String[] args) throws IOException {
        var warmup = Long.parseLong(args[0]);
        var measured = Long.parseLong(args[1]);
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        var connection = PgConnection.connect(vertx, BarePostgres.options(System.getenv()))
                .await();
        var seen = new LinkedHashMap<Integer, Window>();
        for (var rows : new int[] {1, 100, 500}) {
            var statement = connection.prepare(rows == 1 ? APPEND_ONE : APPEND).await();
            var client = new BareClient(statement.query(), rows == 1 ? one() : group(rows));
            client.run(warmup);
            seen.put(rows, client.run(measured));
        }
        vertx.close().await();
        System.out.println(new ObjectMapper().writeValueAsString(seen));
    }

    private static Tuple one() {
        return Tuple.of("bench", "u000001", EVENT_ID, ATTRIBUTES);
    }

    private static Tuple group(int rows) {
        return Tuple.of(
                column("bench", rows), column("u000001", rows), column(EVENT_ID, rows), column(ATTRIBUTES, rows));
    }

    private static String[] column(String value, int rows) {
        var column = new String[rows];
        Arrays.fill(column, value);
        return column;
    }

    private Window run(long millis) {
        latencies = new Histogram(LONGEST, 3);
        var begin = System.nanoTime();
        // A loop instead of a chain of futures, which would grow with each statement.
        var done = Promise.<Void>promise();
        insertUntil(begin + TimeUnit.MILLISECONDS.toNanos(millis), done);
        done.future().await();
        return Window.of(latencies, (System.nanoTime() - begin) / 1e9);
    }

    private void insertUntil(long end, Promise<Void> done) {
        var begin = System.nanoTime();
        if (begin >= end) {
            done.complete();
            return;
        }
        insert.execute(arguments)
                .onSuccess(committed -> latencies.recordValue(System.nanoTime() - begin))
                .onSuccess(committed -> insertUntil(end, done))
                .onFailure(done::tryFail);
    }
}
