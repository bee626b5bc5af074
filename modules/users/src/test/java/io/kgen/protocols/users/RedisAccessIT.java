package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.platform.ConfigSource;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.CertificateAuthority;
import io.kgen.protocols.sandbox.Ports;
import io.kgen.protocols.sandbox.RedisServer;
import io.kgen.protocols.users.redis.RedisClient;
import io.kgen.protocols.users.redis.RedisConfig;
import io.kgen.protocols.users.redis.RedisMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E84: a Redis with an access control list and TLS, and a sentinel with both, which replies with an IPv6 address. */
@TestInstance(Lifecycle.PER_CLASS)
class RedisAccessIT {

    private static final String PASSWORD = "p@ss:w/o%20rd#[]&'";
    private static final String DEFAULTS = """
            host: 127.0.0.1
            port: 6379
            user: "app:l@y%41er"
            password: ""
            tls: { enabled: false, ca-file: "", certificate-file: "", key-file: "" }
            sentinel:
              master: ""
              nodes: []
              user: ""
              password: ""
              tls: { enabled: false, ca-file: "", certificate-file: "", key-file: "" }
            timeout: 1s
            """;

    /** The first user is documented in docs/operating.md. */
    private static final String USER = "user app:l@y%41er on \">" + PASSWORD
            + "\" ~users:number:* -@all +info +get +mget +set +eval\n"
            + "user no-reader on \">" + PASSWORD + "\" ~users:number:* -@all +info +set\n"
            + "user stranger on \">" + PASSWORD + "\" ~other:* -@all\n"
            + "user default off\n";

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final int tlsPort = Ports.free();
    private CertificateAuthority authority;
    private CertificateAuthority stranger;
    private RedisServer redis;

    @BeforeAll
    void startServers(@TempDir Path directory, @TempDir Path otherDirectory) {
        authority = CertificateAuthority.create(directory, "authority");
        stranger = CertificateAuthority.create(otherDirectory, "stranger");
        var certificate = authority.issue("redis", "dns:localhost", "ip:127.0.0.1", "ip:::1");
        redis = RedisServer.startWith(RedisServer.tls(tlsPort, certificate) + USER);
    }

    @AfterAll
    void stop() {
        Await.result(vertx.close());
        redis.close();
    }

    @Test
    void theDocumentedUserHasAllPermissionsThatTheProductNeeds() {
        var client = connect(settings(Map.of()));
        var player = new PlayerId("issuer", "user");
        var config = new UsersConfig(null, null, Duration.ofMinutes(5), Duration.ofSeconds(10));
        var numbers = new LinkedNumberCache(client, config);

        var lease = Await.result(start(() -> numbers.acquireLease(player)));
        Await.result(start(() -> numbers.fill(player, lease, VersionedLink.NONE)));
        Await.result(start(() -> numbers.invalidate(player, 7)));
        Await.result(start(
                () -> numbers.invalidate(List.of(new Invalidation(CacheKey.of(player), 8)), "users:number:canary", 1)));
        assertThat(Await.result(start(() -> numbers.find(player).map("found")))).isEqualTo("found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "[::1]"})
    void connectsOverTlsByNamesAndAddressesOfTheCertificate(String host) {
        var settings = new HashMap<>(overTls(authority));
        settings.put("HOST", host);
        connect(settings(settings));
    }

    @Test
    void logsWhyRedisIsUnavailable() {
        assertUnavailable(settings(Map.of("PASSWORD", "wrong")), "(WRONGPASS)", "redis.password");
        assertUnavailable(settings(Map.of("USER", "", "PASSWORD", "")), "(NOAUTH)", "redis.password");
        assertUnavailable(settings(Map.of("USER", "stranger")), "(NOPERM)", "must be allowed to use the command info");
        assertUnavailable(settings(overTls(stranger)), "is not signed by a trusted authority", "redis.tls.ca-file");
        assertUnavailable(settings(Map.of("TLS_ENABLED", "true")), "it does not reply in time", "redis.tls.enabled");
        assertUnavailable(
                settings(Map.of("PORT", Integer.toString(tlsPort))), "the server closes the connection", "TLS");
    }

    @Test
    void logsThatTheCertificateIsForAnotherHost(@TempDir Path directory) {
        var other = CertificateAuthority.create(directory, "authority");
        var port = Ports.free();
        try (var server = RedisServer.startWith(RedisServer.tls(port, other.issue("redis", "dns:cache.example.com")))) {
            assertThat(server.port()).isPositive();
            var settings = new HashMap<>(overTls(other));
            settings.put("PORT", Integer.toString(port));
            assertUnavailable(settings(settings), "is for another host name", "redis.host");
        }
    }

    @Test
    void logsOnceThatACommandIsRejected() {
        try (var log = Log.capture()) {
            var client = open(settings(Map.of("USER", "no-reader")));
            Await.until(() -> Await.failure(start(() -> client.get("users:number:1")))
                    .getMessage()
                    .startsWith("NOPERM"));
            Await.failure(start(() -> client.get("users:number:1")));

            assertThat(log.lines().filter(line -> line.contains("rejected a command (NOPERM)")))
                    .singleElement()
                    .asString()
                    .contains("must be allowed to use the command mget");
        }
    }

    @Test
    void resolvesAnIpv6MasterFromASentinelWithTlsAndAnAccessList() {
        var sentinelPort = Ports.free();
        var certificate = authority.issue("sentinel", "ip:127.0.0.1");
        var settings = RedisServer.tls(sentinelPort, certificate) + """
                sentinel monitor numbers ::1 %d 1
                user watcher on ">%s" -@all +sentinel|get-master-addr-by-name
                user default off
                """.formatted(tlsPort, PASSWORD);
        try (var sentinel = RedisServer.startWith(settings)) {
            assertThat(sentinel.port()).isPositive();
            var access = new HashMap<>(overTls(authority));
            access.putAll(Map.of("SENTINEL_MASTER", "numbers", "SENTINEL_NODES", "127.0.0.1:" + sentinelPort));
            access.putAll(Map.of("SENTINEL_USER", "watcher", "SENTINEL_PASSWORD", PASSWORD));
            access.putAll(Map.of(
                    "SENTINEL_TLS_ENABLED",
                    "true",
                    "SENTINEL_TLS_CA_FILE",
                    authority.file().toString()));
            connect(settings(access));
        }
    }

    private Map<String, String> overTls(CertificateAuthority trusted) {
        return Map.of(
                "PORT",
                Integer.toString(tlsPort),
                "TLS_ENABLED",
                "true",
                "TLS_CA_FILE",
                trusted.file().toString());
    }

    private RedisConfig settings(Map<String, String> changes) {
        var environment = new HashMap<String, String>();
        environment.put("PLATFORM_PORT", Integer.toString(redis.port()));
        environment.put("PLATFORM_PASSWORD", PASSWORD);
        changes.forEach((name, value) -> environment.put("PLATFORM_" + name, value));
        var defaults = new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8));
        return ConfigSource.read(defaults, null, environment).bind(RedisConfig::read);
    }

    private void assertUnavailable(RedisConfig config, String... reason) {
        try (var log = Log.capture()) {
            var client = open(config);
            Await.until(() -> log.lines().anyMatch(line -> line.contains("unavailable (")));
            Await.result(start(client::close));
            assertThat(log.lines().filter(line -> line.contains("unavailable (")))
                    .singleElement()
                    .asString()
                    .contains(reason)
                    .doesNotContain(PASSWORD);
        }
    }

    private RedisClient connect(RedisConfig config) {
        var client = open(config);
        Await.until(() ->
                Await.result(start(() -> client.get("users:number:0").map(true).otherwise(false))));
        return client;
    }

    private RedisClient open(RedisConfig config) {
        return Await.result(start(() -> Future.succeededFuture(
                RedisClient.open(vertx, config, new RedisMeters(new SimpleMeterRegistry(), "test")))));
    }

    private <T> Future<T> start(Supplier<Future<T>> call) {
        var result = Promise.<T>promise();
        loop.runOnContext(now -> call.get().onComplete(result));
        return result.future();
    }
}
