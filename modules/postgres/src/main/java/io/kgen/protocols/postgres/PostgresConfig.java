package io.kgen.protocols.postgres;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Host;
import io.kgen.protocols.platform.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;

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
        PostgresTls tls,
        int poolSize,
        int queueSize,
        Duration timeout) {

    /** Without TLS. */
    public PostgresConfig(
            String host,
            int port,
            String database,
            String user,
            Secret password,
            int poolSize,
            int queueSize,
            Duration timeout) {
        this(host, port, database, user, password, PostgresTls.NONE, poolSize, queueSize, timeout);
    }

    public PostgresConfig withTls(PostgresTls encryption) {
        return new PostgresConfig(host, port, database, user, password, encryption, poolSize, queueSize, timeout);
    }

    public static PostgresConfig read(ConfigSection section) {
        return new PostgresConfig(
                section.host("host"),
                section.port("port"),
                section.text("database"),
                section.text("user"),
                section.secret("password"),
                PostgresTls.read(section.section("tls")),
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
        return new PostgresConfig(host, port, database, user, password, tls, 1, queueSize, patience);
    }

    /** Without what is secret. */
    public String jdbcUrl() {
        var encoded = URLEncoder.encode(database, StandardCharsets.UTF_8);
        return "jdbc:postgresql://" + Host.inUri(host) + ":" + port + "/" + encoded;
    }

    /** What JDBC needs beside the URL to connect as the pool does: user, password and TLS. */
    public Properties jdbcProperties() {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password.value());
        properties.putAll(tls.jdbcProperties());
        return properties;
    }

    /** For messages. */
    public String address() {
        return Host.inUri(host) + ":" + port + "/" + database;
    }
}
