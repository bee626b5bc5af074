package io.kgen.protocols.app.support;

import io.kgen.protocols.app.AppConfig;
import io.kgen.protocols.app.Application;
import io.kgen.protocols.app.ConfigLoader;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.TestSql;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The whole product on the servers of the sandbox, started as in production. */
public final class RunningPlatform implements AutoCloseable {

    public static final String SECRET = "the secret of the default keyring, long enough";
    public static final String PREVIOUS_SECRET = "the secret before the rotation of the keyring";
    public static final String ORIGIN = "https://play.example.com";
    public static final String STORE_CLIENT = "store-server";
    public static final String STORE_SECRET = "the-secret-of-the-store's-server-long-enough";
    public static final String STORE = "https://indigg-uat.reciproci.com/store";
    public static final String ISSUER = "d5b2e760-1b6c-4296-a89f-1da0ffe8c414";

    private final Sandbox sandbox;
    private final Application application;
    private final ContractClient client;

    private RunningPlatform(Sandbox sandbox, Application application) {
        this.sandbox = sandbox;
        this.application = application;
        this.client = new ContractClient(application.httpPort());
    }

    public static RunningPlatform on(Sandbox sandbox) {
        return on(sandbox, null);
    }

    /** Starts with a configuration file. */
    public static RunningPlatform on(Sandbox sandbox, Path file) {
        var loader = new ConfigLoader(file, environment(sandbox));
        return new RunningPlatform(sandbox, Application.start(loader).await());
    }

    /** Starts with a configuration file, and with spans that the test reads. */
    public static RunningPlatform on(Sandbox sandbox, Path file, CapturedSpans spans) {
        var config = AppConfig.read(file, environment(sandbox));
        return new RunningPlatform(
                sandbox, Application.start(config, spans.tracing()).await());
    }

    private static Map<String, String> environment(Sandbox sandbox) {
        var environment = new HashMap<>(sandbox.environment());
        environment.put("PLATFORM_POSTGRES_POOL_SIZE", "4");
        environment.put("PLATFORM_EVENT_LOOPS", "2");
        environment.put("PLATFORM_HTTP_HOST", "127.0.0.1");
        environment.put("PLATFORM_HTTP_PORT", "0");
        environment.put("PLATFORM_HTTP_CORS_ORIGINS", ORIGIN);
        environment.put("PLATFORM_MANAGEMENT_PORT", "0");
        environment.put("PLATFORM_AUTH_DEFAULT_SECRET", SECRET);
        environment.put("PLATFORM_AUTH_DEFAULT_PREVIOUS_SECRET", PREVIOUS_SECRET);
        environment.put("PLATFORM_KSTORE_URL", STORE);
        environment.put("PLATFORM_KSTORE_CLIENT_ID", STORE_CLIENT);
        environment.put("PLATFORM_KSTORE_CLIENT_SECRET", STORE_SECRET);
        return environment;
    }

    public ContractClient client() {
        return client;
    }

    public int httpPort() {
        return application.httpPort();
    }

    public int managementPort() {
        return application.managementPort();
    }

    public OptionalInt bridgePort() {
        return application.bridgePort();
    }

    /** Scrapes the meters. */
    public Scrape scrape() {
        return Scrape.of(application.managementPort());
    }

    public Answer send(Request request) {
        return client.send(request);
    }

    /** Calls an operation over the bus, as an internal service does. */
    public <Q extends Record, R extends Record> R call(Operation<Q, R> operation, Q request) {
        return new BusClient(application.vertx())
                .call(operation, request, CallContext.root())
                .await();
    }

    /** Calls over the bus with plain JSON, as a service without our classes does. Throws a {@code ReplyException}. */
    public JsonObject callWithPlainJson(String address, JsonObject request) {
        return application
                .vertx()
                .eventBus()
                .<JsonObject>request(address, request)
                .map(Message::body)
                .await();
    }

    public void link(String issuer, String userId, String phone) {
        call(
                UsersOperations.LINK_NUMBER,
                LinkNumber.builder(new PlayerId(issuer, userId), phone)
                        .region("IN")
                        .build());
    }

    /** Returns a valid token of a player of {@link #ISSUER}. */
    public static String token(String userId) {
        return token(ISSUER, userId);
    }

    public static String token(String issuer, String userId) {
        return PlayerToken.of(issuer, userId).signedBy(SECRET);
    }

    /** Runs SQL directly on the database and returns the first column of each row. */
    public List<String> sql(String sql, Object... arguments) {
        return TestSql.rows(sandbox.postgres(), sql, arguments);
    }

    @Override
    public void close() {
        application.stop().await();
    }
}
