package io.kgen.protocols.dev;

import io.kgen.protocols.app.AppConfig;
import io.kgen.protocols.app.Application;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandbox and the application in this JVM. A stop during the start waits for it, so that no process is left. */
final class DevServer {

    private static final Logger LOG = LoggerFactory.getLogger(DevServer.class);

    private static final int STOP_SECONDS = 15;

    /** The URL in the examples of the contract. */
    private static final String STORE = "https://indigg-uat.reciproci.com/store";

    private final Path directory;
    private final Map<String, String> environment;
    private Sandbox sandbox;
    private Application application;

    DevServer(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    synchronized Banner start() throws IOException {
        sandbox = Sandbox.at(directory);
        var secrets = new EnumMap<DevSecret, String>(DevSecret.class);
        for (var secret : DevSecret.values()) {
            secrets.put(secret, secret.of(environment, directory));
        }
        var config = config(secrets);
        config.log().apply();
        application = Application.start(config).await();
        DemoData.read().load(new BusClient(application.vertx())).await();
        return new Banner(
                application.httpPort(),
                application.managementPort(),
                application.bridgePort(),
                sandbox.postgres(),
                config.storeClient().id(),
                secrets);
    }

    synchronized void stop() {
        try {
            if (application != null) {
                application.stop().await(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException hangs) {
            LOG.warn("shutdown timed out, exiting with work in flight");
        } finally {
            if (sandbox != null) {
                sandbox.close();
            }
        }
    }

    /** Variables of the developer override the defaults of ./dev, but not the addresses of the sandbox. */
    private AppConfig config(Map<DevSecret, String> secrets) {
        var variables = new HashMap<>(Map.of(
                "PLATFORM_HTTP_HOST", "127.0.0.1",
                "PLATFORM_KSTORE_URL", STORE,
                "PLATFORM_HTTP_CORS_ORIGINS", "*",
                "PLATFORM_BRIDGE_ENABLED", "true",
                "PLATFORM_BRIDGE_PRINCIPALS", DemoClient.principals(secrets.get(DevSecret.BRIDGE))));
        variables.putAll(environment);
        secrets.forEach((secret, value) -> {
            if (secret.variable() != null) {
                variables.remove(secret.variable() + "_FILE");
                variables.put(secret.variable(), value);
            }
        });
        variables.putAll(sandbox.environment());
        var file = environment.getOrDefault("PLATFORM_CONFIG", "");
        return AppConfig.read(file.isEmpty() ? null : Path.of(file), variables);
    }
}
