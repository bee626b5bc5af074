package io.kgen.protocols.platform;

import java.time.Duration;

/**
 * Where PostgreSQL is and how much of it one node may use.
 *
 * @param poolSize connections of each verticle instance
 * @param queueSize requests of each verticle instance that may wait for a connection; one more fails at once
 * @param timeout how long a statement may take, waiting for a connection included
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

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }
}
