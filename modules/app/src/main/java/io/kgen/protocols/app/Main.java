package io.kgen.protocols.app;

import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.postgres.PostgresConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.TimeZone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The launcher: reads arguments and environment, and maps failures to exit codes. */
public final class Main {

    private static final int STARTED = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) {
        // The JDBC driver sends the time zone of the JVM to PostgreSQL, and not every server knows a zone by the same
        // name,
        // for example Asia/Calcutta (E16).
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        var code = run(args, System.getenv());
        if (code != STARTED) {
            System.exit(code);
        }
    }

    private static int run(String[] args, Map<String, String> environment) {
        try {
            run(Arguments.parse(args), environment);
            return STARTED;
        } catch (UsageException e) {
            return complain(MISUSED, e.getMessage() + "\n\n" + Arguments.USAGE);
        } catch (ConfigException e) {
            return complain(MISUSED, String.join("\n", e.violations()));
        } catch (StartupException e) {
            return complain(FAILED, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("cannot start", e);
            return FAILED;
        }
    }

    private static void run(Arguments arguments, Map<String, String> environment) {
        switch (arguments.command()) {
            case HELP -> System.out.println(Arguments.USAGE);
            case VERSION -> System.out.println("platform-protocols " + BuildInfo.read());
            case MIGRATE -> {
                var file = file(arguments, environment);
                AppConfig.readLog(file, environment).apply();
                migrate(AppConfig.readPostgres(file, environment));
            }
            case RUN -> serve(new ConfigLoader(file(arguments, environment), environment));
        }
    }

    private static void migrate(PostgresConfig postgres) {
        Migrations.run(postgres);
        Migrations.reportFormerLinks(postgres);
    }

    private static void serve(ConfigLoader loader) {
        var loaded = loader.load();
        var config = loaded.config();
        config.log().apply();
        LOG.info("platform-protocols {} starts, event loops: {}", BuildInfo.read(), config.eventLoops());
        var application = Application.start(loader, loaded).await();
        Shutdown.onSignal(application, config.shutdownTimeout());
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

    /** An IPv6 address has brackets before a port. */
    private static String address(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static Path file(Arguments arguments, Map<String, String> environment) {
        var named = environment.getOrDefault("PLATFORM_CONFIG", "");
        var fromEnvironment = named.isEmpty() ? null : Path.of(named);
        return arguments.configFile() == null ? fromEnvironment : arguments.configFile();
    }

    private static int complain(int code, String lines) {
        System.err.println(lines);
        return code;
    }
}
