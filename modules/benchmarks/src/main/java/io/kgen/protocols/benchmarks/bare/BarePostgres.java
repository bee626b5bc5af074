package io.kgen.protocols.benchmarks.bare;

import io.vertx.pgclient.PgConnectOptions;
import java.util.Map;

/** The address of PostgreSQL, from the environment. */
final class BarePostgres {

    private static final int NO_LIMIT = 100_000;

    private BarePostgres() {}

    static PgConnectOptions options(Map<String, String> environment) {
        return new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Integer.parseInt(environment.get("BARE_POSTGRES_PORT")))
                .setDatabase(environment.get("BARE_POSTGRES_DATABASE"))
                .setUser(environment.get("BARE_POSTGRES_USER"))
                .setPassword(environment.get("BARE_POSTGRES_PASSWORD"))
                .setCachePreparedStatements(true)
                .setPipeliningLimit(NO_LIMIT);
    }
}
