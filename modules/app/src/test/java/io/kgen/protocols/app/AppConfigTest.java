package io.kgen.protocols.app;

import static io.kgen.protocols.app.TestConfig.NEEDED;
import static io.kgen.protocols.app.TestConfig.SECRET;
import static io.kgen.protocols.app.TestConfig.SECRET_VARIABLE;
import static io.kgen.protocols.app.TestConfig.read;
import static io.kgen.protocols.app.TestConfig.violations;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest {

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
}
