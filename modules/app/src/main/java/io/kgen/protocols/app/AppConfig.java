package io.kgen.protocols.app;

import io.kgen.protocols.analytics.AnalyticsConfig;
import io.kgen.protocols.app.logging.LogConfig;
import io.kgen.protocols.app.management.ManagementConfig;
import io.kgen.protocols.app.tracing.TracingConfig;
import io.kgen.protocols.audit.AuditConfig;
import io.kgen.protocols.bridge.BridgeConfig;
import io.kgen.protocols.gateway.AuthConfig;
import io.kgen.protocols.gateway.HttpConfig;
import io.kgen.protocols.gateway.StoreCredentials;
import io.kgen.protocols.kstore.KStoreConfig;
import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.ConfigSource;
import io.kgen.protocols.platform.EffectiveConfig;
import io.kgen.protocols.platform.LimitsConfig;
import io.kgen.protocols.postgres.MigrationConfig;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.users.UsersConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole configuration, typed and validated.
 *
 * @param roles which verticles this node runs
 * @param eventLoops also the number of instances of each verticle that serves requests
 * @param postgres the one database, of which each module owns a schema
 * @param migration whether this node migrates that database when it starts
 * @param shutdownDelay how long a node that reports not ready serves on
 * @param shutdownTimeout how long requests in flight may take to finish
 * @param settings all values with their sources, to be shown to an operator
 */
public record AppConfig(
        Set<Role> roles,
        LogConfig log,
        TracingConfig tracing,
        ClusterConfig cluster,
        int eventLoops,
        HttpConfig http,
        LimitsConfig limits,
        AuthConfig auth,
        StoreCredentials storeClient,
        ManagementConfig management,
        MetricsConfig metrics,
        PostgresConfig postgres,
        MigrationConfig migration,
        UsersConfig users,
        AnalyticsConfig analytics,
        KStoreConfig kstore,
        BridgeConfig bridge,
        AuditConfig audit,
        Duration shutdownDelay,
        Duration shutdownTimeout,
        EffectiveConfig settings) {

    private static final String DEFAULTS = "application.yaml";
    private static final int MAX_EVENT_LOOPS = 1_024;

    /**
     * Reads the built-in defaults, then the operator's file, then the environment.
     *
     * @param file the operator's file, or null
     * @throws io.kgen.protocols.platform.ConfigException that lists all violations
     */
    public static AppConfig read(Path file, Map<String, String> environment) {
        return bind(source(file, environment));
    }

    /** @throws io.kgen.protocols.platform.ConfigException that lists all violations */
    static AppConfig bind(ConfigSource source) {
        return source.bind(AppConfig::read);
    }

    /** Reads the section {@code postgres} only. */
    public static PostgresConfig readPostgres(Path file, Map<String, String> environment) {
        return readMigration(file, environment).postgres();
    }

    /** Reads the section {@code postgres} only, which is all that a migration needs. */
    public static MigrationConfig readMigration(Path file, Map<String, String> environment) {
        return source(file, environment).bind(root -> MigrationConfig.read(root.section("postgres")));
    }

    /** Reads the section {@code management} only, which is all that a command needs to reach a running node. */
    public static ManagementConfig readManagement(Path file, Map<String, String> environment) {
        return source(file, environment).bind(root -> ManagementConfig.read(root.section("management")));
    }

    /** Reads the section {@code log} only. */
    public static LogConfig readLog(Path file, Map<String, String> environment) {
        return source(file, environment).bind(root -> LogConfig.read(root.section("log")));
    }

    /** The untyped values of the same sources. */
    static ConfigSource source(Path file, Map<String, String> environment) {
        try (var defaults = AppConfig.class.getResourceAsStream(DEFAULTS)) {
            return ConfigSource.read(defaults, file, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AppConfig read(ConfigSection root) {
        var shutdownTimeout = root.section("shutdown").duration("timeout");
        var postgres = PostgresConfig.read(root.section("postgres"));
        var roles = roles(root);
        var kstore = KStoreConfig.read(root.section("kstore"), postgres, roles.contains(Role.KSTORE));
        return new AppConfig(
                roles,
                LogConfig.read(root.section("log")),
                TracingConfig.read(root.section("tracing")),
                ClusterConfig.read(root.section("cluster")),
                eventLoops(root),
                HttpConfig.read(root.section("http"), root.section("access-log"), shutdownTimeout),
                LimitsConfig.read(root.section("limits")),
                AuthConfig.read(root.section("auth")),
                StoreCredentials.read(root.section("kstore"), kstore.store()),
                ManagementConfig.read(root.section("management")),
                MetricsConfig.read(root.section("metrics")),
                postgres,
                MigrationConfig.read(root.section("postgres"), postgres),
                UsersConfig.read(root.section("users"), postgres, root.section("redis")),
                AnalyticsConfig.read(root.section("analytics"), postgres),
                kstore,
                BridgeConfig.read(root.section("bridge"), shutdownTimeout),
                AuditConfig.read(root.section("audit")),
                root.section("shutdown").durationOrZero("delay"),
                shutdownTimeout,
                // The last argument, because it masks what the others have read as secrets.
                root.effective());
    }

    /** By which an operator tells nodes apart: the address in the cluster, or process and host of a single node. */
    String nodeName() {
        return cluster.enabled()
                ? cluster.address()
                : ManagementFactory.getRuntimeMXBean().getName();
    }

    private static Set<Role> roles(ConfigSection root) {
        var named = root.list("roles").stream().map(Role::of).toList();
        if (named.isEmpty() || named.contains(Optional.<Role>empty())) {
            root.reject("roles", "must be one or more of " + String.join(", ", Role.names()));
            return EnumSet.allOf(Role.class);
        }
        return EnumSet.copyOf(named.stream().flatMap(Optional::stream).toList());
    }

    private static int eventLoops(ConfigSection root) {
        var configured = root.number("event-loops", 0, MAX_EVENT_LOOPS);
        return configured == 0 ? Runtime.getRuntime().availableProcessors() : configured;
    }
}
