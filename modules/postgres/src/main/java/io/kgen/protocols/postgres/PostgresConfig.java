package io.kgen.protocols.postgres;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Host;
import io.kgen.protocols.platform.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;

/**
 * The address of PostgreSQL and the limits of each verticle instance.
 *
 * @param poolSize the number of connections
 * @param queueSize the number of statements in flight beyond one per connection; further statements fail at once
 * @param timeout the time for one statement, including connecting and waiting for earlier statements
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

    public PostgresConfig withPort(int newPort) {
        return new PostgresConfig(host, newPort, database, user, password, tls, poolSize, queueSize, timeout);
    }

    public PostgresConfig withDatabase(String newDatabase) {
        return new PostgresConfig(host, port, newDatabase, user, password, tls, poolSize, queueSize, timeout);
    }

    public PostgresConfig withUser(String newUser, Secret newPassword) {
        return new PostgresConfig(host, port, database, newUser, newPassword, tls, poolSize, queueSize, timeout);
    }

    public PostgresConfig withTls(PostgresTls newTls) {
        return new PostgresConfig(host, port, database, user, password, newTls, poolSize, queueSize, timeout);
    }

    public PostgresConfig withPool(int newPoolSize, int newQueueSize) {
        return new PostgresConfig(host, port, database, user, password, tls, newPoolSize, newQueueSize, timeout);
    }

    public PostgresConfig withTimeout(Duration newTimeout) {
        return new PostgresConfig(host, port, database, user, password, tls, poolSize, queueSize, newTimeout);
    }

    /** A copy for background work: one connection with its own timeout. */
    public PostgresConfig withOneConnection(Duration newTimeout) {
        return withOneConnection(1, newTimeout);
    }

    /** A copy for several background jobs that share one connection with its own timeout. */
    public PostgresConfig withOneConnection(int newQueueSize, Duration newTimeout) {
        return withPool(1, newQueueSize).withTimeout(newTimeout);
    }

    /** Contains no secret. */
    public String jdbcUrl() {
        var encoded = URLEncoder.encode(database, StandardCharsets.UTF_8);
        return "jdbc:postgresql://" + Host.inUri(host) + ":" + port + "/" + encoded;
    }

    /** The user, the password and TLS, so that a JDBC connection is made like those of the pool. */
    public Properties jdbcProperties() {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password.value());
        properties.putAll(tls.jdbcProperties());
        return properties;
    }

    /** The address for messages: host, port and database. */
    public String address() {
        return Host.inUri(host) + ":" + port + "/" + database;
    }
}
