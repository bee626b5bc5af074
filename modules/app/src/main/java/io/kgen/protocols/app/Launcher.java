package io.kgen.protocols.app;

import io.kgen.protocols.app.logging.LogConfig;
import io.kgen.protocols.platform.Host;
import io.kgen.protocols.postgres.MigrationConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts what the commands {@code run} and {@code migrate} ask for. */
public final class Launcher {

    /** The name by which operators know these lines. */
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Launcher() {}

    /**
     * Brings the database up to date, gives the role of the nodes its permissions, and returns.
     *
     * @throws StartupException if PostgreSQL is unavailable or rejects a statement
     */
    public static void migrate(LogConfig log, MigrationConfig migration) {
        log.apply();
        Migrations.run(migration);
        Migrations.reportFormerLinks(migration.postgres());
    }

    /**
     * Starts the service, which runs until a signal ends the process, and returns once it is ready.
     *
     * @param file the operator's file, or null
     * @throws StartupException if it cannot start
     */
    public static void serve(Path file, Map<String, String> environment) {
        var loader = new ConfigLoader(file, environment);
        var loaded = loader.load();
        var config = loaded.config();
        config.log().apply();
        LOG.info("platform-protocols {} starts, event loops: {}", BuildInfo.read(), config.eventLoops());
        var application = Application.start(loader, loaded).await();
        Shutdown.onSignal(application, config.shutdownDelay().plus(config.shutdownTimeout()));
        HangUp.onSignal(application);
        if (config.roles().contains(Role.GATEWAY)) {
            LOG.info("listening on {}", address(config.http().host(), application.httpPort()));
        }
        application
                .bridgePort()
                .ifPresent(
                        port -> LOG.info("bridge on {}", address(config.bridge().host(), port)));
        LOG.info("/live and /ready on {}", address(config.management().host(), application.managementPort()));
        LOG.info("ready in {} ms", ManagementFactory.getRuntimeMXBean().getUptime());
    }

    private static String address(String host, int port) {
        return Host.inUri(host) + ":" + port;
    }
}
