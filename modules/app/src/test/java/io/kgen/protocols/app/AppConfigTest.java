package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kgen.protocols.app.logging.LogConfig;
import io.kgen.protocols.app.management.ManagementConfig;
import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.platform.TlsCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest {

    private static final String SECRET_VARIABLE = "PLATFORM_AUTH_DEFAULT_SECRET";
    private static final String SECRET = "a secret of at least thirty-two bytes";
    private static final String URL_VARIABLE = "PLATFORM_KSTORE_URL";
    /** The settings without a default. */
    private static final Map<String, String> NEEDED =
            Map.of(SECRET_VARIABLE, SECRET, URL_VARIABLE, "https://store.example/store");

    @TempDir
    private Path directory;

    @Test
    void onlyAKeyAndTheStoreUrlHaveNoDefault() {
        var config = read(null, Map.of());
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.management())
                .isEqualTo(new ManagementConfig("127.0.0.1", 9090, Secret.NONE, TlsCertificate.NONE));
        assertThat(config.bridge().enabled()).isFalse();
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.eventLoops()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void readsTheLevelsOfLoggersFromAFileAndFromTheEnvironment() throws IOException {
        var file = Files.writeString(directory.resolve("log.yaml"), """
                log:
                  format: json
                  level: WARN
                  levels: { io.kgen.protocols.users: DEBUG }
                """);
        assertThat(read(file, Map.of()).log())
                .isEqualTo(new LogConfig(true, Level.WARN, Map.of("io.kgen.protocols.users", Level.DEBUG)));
        assertThat(read(file, Map.of("PLATFORM_LOG_LEVELS", "{\"io.netty\": \"INFO\"}"))
                        .log()
                        .levels())
                .isEqualTo(Map.of("io.netty", Level.INFO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "[]", "io.netty: FINE", "io..netty: INFO", "io.vertx.ext.web: DEBUG"})
    void rejectsLevelsThatAreNotALevelForEachLogger(String levels) {
        assertThat(violations(null, Map.of(SECRET_VARIABLE, SECRET, "PLATFORM_LOG_LEVELS", levels)))
                .singleElement()
                .asString()
                .startsWith("log.levels (PLATFORM_LOG_LEVELS) must ");
    }

    @Test
    void rejectsACollectorThatIsNotAUrlAndARatioAboveOne() {
        var tracing = Map.of("PLATFORM_TRACING_OTLP_ENDPOINT", "collector:4318", "PLATFORM_TRACING_RATIO", "1.5");
        assertThat(violations(null, tracing))
                .contains(
                        "tracing.otlp-endpoint (PLATFORM_TRACING_OTLP_ENDPOINT) must be a URL such as"
                                + " http://127.0.0.1:4318/v1/traces",
                        "tracing.ratio (PLATFORM_TRACING_RATIO) must be a number from 0 to 1");
    }

    @Test
    void rejectsAConfigurationWithoutAKey() {
        assertThat(violations(null, Map.of(SECRET_VARIABLE, "")))
                .singleElement()
                .asString()
                .startsWith("auth.default.secret (PLATFORM_AUTH_DEFAULT_SECRET) ");
    }

    @Test
    void rejectsAnHmacSecretShorterThan32Bytes() {
        assertThat(violations(null, Map.of(SECRET_VARIABLE, "x".repeat(31))))
                .singleElement()
                .asString()
                .contains("auth.default.secret");
    }

    @Test
    void rejectsAStoreSecretThatIsTooShortOrNotAllowedInAHeader() {
        for (var secret : List.of("x".repeat(31), " ".repeat(32), "ü".repeat(32))) {
            for (var name : List.of("CLIENT_SECRET", "PREVIOUS_CLIENT_SECRET")) {
                var variable = "PLATFORM_KSTORE_" + name;
                assertThat(violations(null, Map.of(SECRET_VARIABLE, SECRET, variable, secret)))
                        .singleElement()
                        .asString()
                        .contains("(" + variable + ") must be 32 visible ASCII characters or more")
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    void readsTheStoreSecretFromAFileAndHasNoneByDefault() throws IOException {
        var file = Files.writeString(directory.resolve("store"), "x".repeat(32) + "\n");
        var config = read(null, Map.of("PLATFORM_KSTORE_CLIENT_SECRET_FILE", file.toString()));

        assertThat(config.storeClient().secrets()).containsExactly(new Secret("x".repeat(32)));
        assertThat(config.toString()).doesNotContain("x".repeat(32));
        assertThat(read(null, Map.of()).storeClient().secrets()).isEmpty();
    }

    @Test
    void aNodeHasNoClusterAndAllRolesByDefault() {
        var config = read(null, Map.of());
        assertThat(config.cluster().enabled()).isFalse();
        assertThat(config.roles()).containsExactlyInAnyOrder(Role.values());
        assertThat(read(null, Map.of("PLATFORM_ROLES", "users, kstore")).roles())
                .containsExactlyInAnyOrder(Role.USERS, Role.KSTORE);
    }

    @Test
    void rejectsUnknownRoles() {
        for (var roles : List.of("", "users,usres")) {
            assertThat(violations(null, Map.of("PLATFORM_ROLES", roles)))
                    .singleElement()
                    .asString()
                    .isEqualTo("roles (PLATFORM_ROLES) must be one or more of users, analytics, kstore, gateway");
        }
    }

    @Test
    void aClusterNeedsMembersAndANonWildcardAddress() {
        var enabled = Map.of("PLATFORM_CLUSTER_ENABLED", "true", "PLATFORM_CLUSTER_MEMBERS", "127.0.0.1:5701");
        assertThat(read(null, enabled).cluster().members()).containsExactly("127.0.0.1:5701");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_MEMBERS", "", "must name a node");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_KUBERNETES_SERVICE_DNS", "nodes.local", "must name a node");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_MEMBERS", "127.0.0.1", "must be host:port");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_NAME", " ", "must not be empty");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_HOST", "0.0.0.0", "must be one address");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_HOST", "::", "must be one address");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_HOST", "8.8.8.8", "private network");
        for (var host : List.of("10.1.2.3", "172.16.0.1", "192.168.0.1", "100.64.0.1", "fd00::1", "::1")) {
            var variables = new HashMap<>(enabled);
            variables.put("PLATFORM_CLUSTER_HOST", host);
            variables.put("PLATFORM_CLUSTER_TRUSTED_NETWORK", "true");
            assertThat(read(null, variables).cluster().host()).isEqualTo(host);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "fd00::1", "[fd00::1]"})
    void aClusterOutsideLoopbackNeedsTlsOrATrustedNetwork(String host) throws IOException {
        var variables = new HashMap<>(Map.of(
                "PLATFORM_CLUSTER_ENABLED", "true",
                "PLATFORM_CLUSTER_MEMBERS", "[fd00::1]:5701",
                "PLATFORM_CLUSTER_HOST", host));
        assertThat(violations(null, variables))
                .singleElement()
                .asString()
                .startsWith("cluster.tls (")
                .contains("execute code", "PLATFORM_CLUSTER_TRUSTED_NETWORK");

        variables.put("PLATFORM_CLUSTER_TRUSTED_NETWORK", "true");
        assertThat(read(null, variables).cluster().host()).doesNotContain("[");

        variables.remove("PLATFORM_CLUSTER_TRUSTED_NETWORK");
        var file = Files.writeString(directory.resolve("node.pem"), "PEM").toString();
        List.of("CERTIFICATE", "KEY", "CA")
                .forEach(name -> variables.put("PLATFORM_CLUSTER_TLS_" + name + "_FILE", file));
        assertThat(read(null, variables).cluster().tls().isOn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "::1", "[::1]"})
    void aClusterOnLoopbackNeedsNeitherTlsNorATrustedNetwork(String host) {
        var enabled = Map.of("PLATFORM_CLUSTER_ENABLED", "true", "PLATFORM_CLUSTER_MEMBERS", "[::1]:5701");
        var variables = new HashMap<>(enabled);
        variables.put("PLATFORM_CLUSTER_HOST", host);
        assertThat(read(null, variables).cluster().members()).containsExactly("[::1]:5701");
    }

    @Test
    void aNodeWithoutAClusterNeedsNeitherTlsNorATrustedNetwork() {
        assertThat(read(null, Map.of("PLATFORM_CLUSTER_HOST", "10.1.2.3"))
                        .cluster()
                        .enabled())
                .isFalse();
    }

    @Test
    void rejectsAConfigurationWithoutTheUrlOfTheStore() {
        assertThat(violations(null, Map.of("PLATFORM_KSTORE_URL", "")))
                .singleElement()
                .asString()
                .startsWith("kstore.url (PLATFORM_KSTORE_URL) must be set");
        assertThat(read(null, Map.of("PLATFORM_KSTORE_URL", "", "PLATFORM_ROLES", "gateway,users"))
                        .kstore()
                        .url())
                .isEmpty();
    }

    @Test
    void aNodeCertificateNeedsItsKeyAndItsAuthority() throws IOException {
        var certificate = Files.writeString(directory.resolve("node.pem"), "a certificate");

        assertThat(violations(null, Map.of("PLATFORM_CLUSTER_TLS_CERTIFICATE_FILE", certificate.toString())))
                .satisfiesExactly(
                        violation -> assertThat(violation).startsWith("cluster.tls.key-file ("),
                        violation -> assertThat(violation).startsWith("cluster.tls.ca-file ("));
    }

    private void assertClusterViolation(Map<String, String> enabled, String variable, String value, String rule) {
        var variables = new HashMap<>(enabled);
        variables.put(variable, value);
        assertThat(violations(null, variables)).singleElement().asString().contains(rule);
    }

    @Test
    void theEnvironmentOverridesTheFileWhichOverridesTheDefaults() throws IOException {
        var file = file("http: { port: 1001 }\nmanagement: { port: 1002 }\n");
        var config = read(file, Map.of("PLATFORM_MANAGEMENT_PORT", "1003"));
        assertThat(config.http().port()).isEqualTo(1001);
        assertThat(config.management().port()).isEqualTo(1003);
        assertThat(config.postgres().port()).isEqualTo(5432);
    }

    @Test
    void reportsTheViolationsOfAllSourcesTogether() throws IOException {
        var file = file("http: { port: 70000 }\nhtpp: { port: 1 }\n");
        var environment = Map.of(
                SECRET_VARIABLE,
                "short",
                "PLATFORM_MANAGEMENT_PORT",
                "many",
                "PLATFORM_SHUTDOWN_TIMEOUT",
                "soon",
                "PLATFORM_POSTGRES_PASSWORD_FILE",
                directory.resolve("absent").toString(),
                "PLATFORM_NO_SUCH_KEY",
                "1");
        assertThat(violations(file, environment))
                .hasSize(7)
                .anySatisfy(violation -> assertThat(violation).startsWith("http.port (PLATFORM_HTTP_PORT) "))
                .anySatisfy(violation -> assertThat(violation).contains("htpp.port is not a known key"))
                .anySatisfy(violation -> assertThat(violation).startsWith("auth.default.secret "))
                .anySatisfy(violation -> assertThat(violation).startsWith("management.port "))
                .anySatisfy(violation -> assertThat(violation).startsWith("shutdown.timeout "))
                .anySatisfy(violation -> assertThat(violation).startsWith("PLATFORM_POSTGRES_PASSWORD_FILE"))
                .anySatisfy(violation -> assertThat(violation).startsWith("PLATFORM_NO_SUCH_KEY "));
    }

    @Test
    void reportsAMissingFile() {
        assertThat(violations(directory.resolve("absent.yaml"), Map.of()))
                .singleElement()
                .asString()
                .contains("absent.yaml");
    }

    @Test
    void neverPrintsSecrets() throws IOException {
        var password = Files.writeString(directory.resolve("password"), "hunter2\n");
        var config = read(null, Map.of("PLATFORM_POSTGRES_PASSWORD_FILE", password.toString()));
        assertThat(config.postgres().password().value()).isEqualTo("hunter2");
        assertThat(config.toString()).doesNotContain("hunter2", SECRET);
    }

    /** The opposite case, a key that is read but not documented, fails every test of this class. */
    @Test
    void everyDocumentedKeyIsRead() throws IOException {
        var documented = documentedKeys();
        assertThat(documented).contains("http.port", "kstore.code-ttl").hasSizeGreaterThan(20);
        for (var key : documented) {
            var nonsense = file(key.replace(".", ": { ") + ": [ {} ]" + " }".repeat(key.split("\\.").length - 1));
            // A value of the environment hides the value of the file.
            Map<String, String> environment =
                    key.equals("auth.default.secret") || key.equals("kstore.url") ? Map.of() : NEEDED;
            assertThat(outcome(nonsense, environment)).as(key).isNotEqualTo(outcome(null, environment));
        }
    }

    private static List<String> documentedKeys() throws IOException {
        try (var file = AppConfig.class.getResourceAsStream("application.yaml");
                var parser = new YAMLFactory().createParser(file)) {
            var keys = new ArrayList<String>();
            while (parser.nextToken() != null) {
                if (parser.currentToken().isScalarValue() || parser.currentToken() == JsonToken.START_ARRAY) {
                    var pointer = parser.getParsingContext().getCurrentName() == null
                            ? parser.getParsingContext().getParent().pathAsPointer()
                            : parser.getParsingContext().pathAsPointer();
                    keys.add(pointer.toString().substring(1).replace('/', '.'));
                }
            }
            return keys;
        }
    }

    private static Object outcome(Path file, Map<String, String> environment) {
        try {
            return AppConfig.read(file, environment);
        } catch (ConfigException e) {
            return e.violations();
        }
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("own.yaml"), yaml);
    }

    private static AppConfig read(Path file, Map<String, String> environment) {
        var variables = new HashMap<>(NEEDED);
        variables.putAll(environment);
        return AppConfig.read(file, variables);
    }

    private static List<String> violations(Path file, Map<String, String> environment) {
        return catchThrowableOfType(ConfigException.class, () -> read(file, environment))
                .violations();
    }
}
