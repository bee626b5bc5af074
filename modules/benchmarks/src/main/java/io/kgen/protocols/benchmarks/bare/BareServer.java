package io.kgen.protocols.benchmarks.bare;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;

/**
 * C1 and C2, like the Vert.x entry of TechEmpower: {@code /json} is a small object, {@code /db} is one row by primary key,
 * with a prepared statement on the one pipelined connection of each event loop.
 */
public final class BareServer extends VerticleBase {

    private static final String SELECT = "SELECT id, randomnumber FROM bench.world WHERE id = $1";
    private static final int ROWS = 10_000;

    private final int port;
    private String date;
    private PreparedQuery<RowSet<Row>> select;

    private BareServer(int port) {
        this.port = port;
    }

    public static void main(String[] args) {
        var port = Integer.parseInt(System.getenv("BARE_PORT"));
        var eventLoops = Integer.parseInt(System.getenv("BARE_EVENT_LOOPS"));
        var vertx =
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops).setPreferNativeTransport(true));
        vertx.deployVerticle(() -> new BareServer(port), new DeploymentOptions().setInstances(eventLoops))
                .await();
    }

    @Override
    public Future<?> start() {
        setDate();
        vertx.setPeriodic(1_000, second -> setDate());
        return PgConnection.connect(vertx, BarePostgres.options(System.getenv()))
                .compose(connection -> connection.prepare(SELECT))
                .onSuccess(statement -> select = statement.query())
                .compose(prepared ->
                        vertx.createHttpServer().requestHandler(this::handle).listen(port, "127.0.0.1"));
    }

    private void setDate() {
        date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/json" -> answer(request, new JsonObject().put("message", "Hello, World!"));
            case "/db" ->
                select.execute(Tuple.of(1 + ThreadLocalRandom.current().nextInt(ROWS)))
                        .onSuccess(rows -> answer(request, world(rows)))
                        .onFailure(
                                failure -> request.response().setStatusCode(500).end());
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static JsonObject world(RowSet<Row> rows) {
        var row = rows.iterator().next();
        return new JsonObject().put("id", row.getInteger(0)).put("randomNumber", row.getInteger(1));
    }

    private void answer(HttpServerRequest request, JsonObject body) {
        request.response()
                .putHeader("server", "vertx")
                .putHeader("date", date)
                .putHeader("content-type", "application/json")
                .end(body.toBuffer());
    }
}
