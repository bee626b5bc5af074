package io.kgen.protocols.platform;

import java.time.Duration;

/**
 * Where PostgreSQL is and how much of it one node may use.
 *
 * @param poolSize connections of each verticle instance
 * @param queueSize statements of each verticle instance that may be under way beyond one a connection; one more fails
 *     at once
 * @param timeout how long a statement may take, connecting and waiting for its turn included
 */
public record PostgresConfig(
        String host,
        int port,
        String database,
        String user,
        Secret password,
        int poolSize,
        int queueSize,
        Duration timeout) {

    public static PostgresConfig read(Section section) {
        return new PostgresConfig(
                section.text("host"),
                section.port("port"),
                section.text("database"),
                section.text("user"),
                section.secret("password"),
                section.number("pool-size", 1, 100),
                section.number("queue-size", 1, 100_000),
                section.duration("timeout"));
    }

    /** For who asks one thing at a time, beside the requests and with another patience. */
    public PostgresConfig withOneConnection(Duration patience) {
        return withOneConnection(1, patience);
    }

    /** For several who take turns on one connection, beside the requests and with another patience. */
    public PostgresConfig withOneConnection(int queueSize, Duration patience) {
        return new PostgresConfig(host, port, database, user, password, 1, queueSize, patience);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }
}
