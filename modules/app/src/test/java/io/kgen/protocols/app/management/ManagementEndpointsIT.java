package io.kgen.protocols.app.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.ManagementClient;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.RunningPlatform;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The state and the settings that operators read and change. */
@PlatformTest(configuration = "management: { token: " + ManagementEndpointsIT.TOKEN + " }")
class ManagementEndpointsIT {

    static final String TOKEN = "the-token-of-the-operators-long-enough";
    private static final String FIND = "/operations/users.linked-number.find";

    private RunningPlatform platform;
    private ManagementClient operator;

    @BeforeEach
    void connect(RunningPlatform platform) {
        this.platform = platform;
        this.operator = new ManagementClient(platform.managementPort(), TOKEN);
    }

    @Test
    void infoNamesBuildAndNode() {
        var info = json(operator.withToken(null).get("/info"));
        assertThat(info.getString("version")).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(info.getString("commit")).matches("[0-9a-f]{40}|unknown");
        assertThat(Instant.parse(info.getString("buildTime"))).isBefore(Instant.now());
        assertThat(info.getString("node")).isNotEmpty();
        assertThat(info.getJsonArray("roles"))
                .containsExactlyInAnyOrderElementsOf(new JsonArray("[\"users\",\"analytics\",\"kstore\",\"gateway\"]"));
        assertThat(info.getLong("uptimeSeconds")).isNotNegative();
    }

    @Test
    void configHasEachValueWithItsSource() {
        var config = json(operator.get("/config"));
        assertThat(config.getJsonObject("http.port")).isEqualTo(json("""
                {"value": "0", "source": "environment", "name": "PLATFORM_HTTP_PORT"}"""));
        assertThat(config.getJsonObject("shutdown.timeout")).isEqualTo(json("""
                {"value": "10s", "source": "default"}"""));
        assertThat(config.getJsonObject("management.token").getString("value")).isEqualTo("***");
        assertThat(config.getJsonObject("management.token").getString("source")).isEqualTo("file");
    }

    private static JsonObject json(String text) {
        return new JsonObject(text);
    }

    private static JsonObject json(HttpResponse<String> response) {
        return ManagementClient.json(response);
    }

    @Test
    void configHasNoSecret() {
        assertThat(operator.get("/config").body())
                .doesNotContain(
                        RunningPlatform.SECRET, RunningPlatform.PREVIOUS_SECRET, RunningPlatform.STORE_SECRET, TOKEN);
    }

    @Test
    void aLevelIsChangedAtOnceAndReset() {
        var path = "/loggers/io.kgen.protocols.app.SomeLogger";
        var logger = LoggerFactory.getLogger("io.kgen.protocols.app.SomeLogger");
        var before = json(operator.get(path)).getString("effective");

        var changed = operator.send("PUT", path, "{\"level\":\"DEBUG\"}", "X-Request-Id", "level-1");
        assertThat(json(changed)).isEqualTo(json("""
                {"name": "io.kgen.protocols.app.SomeLogger", "configured": "DEBUG", "effective": "DEBUG"}"""));
        assertThat(logger.isDebugEnabled()).isTrue();
        assertThat(json(operator.get("/loggers")).getJsonArray("loggers")).contains(json(changed));

        var reset = operator.send("POST", path, "{\"level\":null}");
        assertThat(json(reset).getString("configured")).isNull();
        assertThat(logger.isDebugEnabled()).isFalse();

        var entry = operator.awaitAudit("action=log-level.change&who=operator", "level-1");
        assertThat(entry.getJsonObject("details"))
                .isEqualTo(new JsonObject()
                        .put("logger", "io.kgen.protocols.app.SomeLogger")
                        .put("from", before)
                        .put("to", "DEBUG")
                        .put("address", "127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "[]", "{\"level\":7}", "{\"level\":\"LOUD\"}", "{\"level\":\"debug\"}"})
    void anInvalidLevelIs400(String body) {
        var response = operator.send("PUT", "/loggers/io.kgen", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getString("error")).isEqualTo("INVALID");
    }

    @Test
    void anInvalidLoggerIs400() {
        assertThat(operator.get("/loggers/a%20b").statusCode()).isEqualTo(400);
        assertThat(operator.get("/loggers/a/b").statusCode()).isEqualTo(404);
        assertThat(operator.get("/loggers/").statusCode()).isEqualTo(404);
    }

    @Test
    void threadsAreDumpedWithTheirStacks() {
        var threads = operator.get("/threads");
        assertThat(threads.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(threads.body())
                .contains("\"vert.x-eventloop-thread-0\"", "java.lang.Thread.State: RUNNABLE", "\tat ");
    }

    @Test
    void metricsAreRenderedOnAWorker() {
        assertThat(operator.withToken(null).get("/metrics").body()).contains("# TYPE management_refused_total counter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/config", "/threads", "/loggers", "/loggers/ROOT", "/audit"})
    void internalsAreReadWithTheTokenOnly(String path) {
        assertThat(operator.get(path).statusCode()).isEqualTo(200);
        assertRefused(operator.withToken(null).get(path), "send it as Authorization: Bearer");
        assertRefused(operator.withToken(TOKEN + "x").get(path), "the management token is wrong");
    }

    private static void assertRefused(HttpResponse<String> response, String sentence) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertThat(json(response).getString("error")).isEqualTo("UNAUTHORIZED");
        assertThat(json(response).getString("msg")).contains(sentence);
        assertThat(response.headers().firstValue("x-request-id"))
                .hasValue(json(response).getString("requestId"));
    }

    @Test
    void countsRefusedRequests() {
        var before = refused("token_wrong");
        operator.withToken("wrong").get("/config");
        operator.withToken("wrong").send("POST", FIND, "{}");
        assertThat(refused("token_wrong") - before).isEqualTo(2);
    }

    private double refused(String reason) {
        return operator.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("management_refused_total{reason=\"" + reason + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /live, 'GET, HEAD'",
        "DELETE, /config, 'GET, HEAD'",
        "GET, /operations/users.linked-number.find, POST",
    })
    void aMethodThatThePathDoesNotAcceptIs405(String method, String path, String allowed) {
        var response = operator.send(method, path, "");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue(allowed);
        assertThat(json(response).getString("error")).isEqualTo("METHOD_NOT_ALLOWED");
    }

    @Test
    void headHasNoBody() {
        var response = operator.send("HEAD", "/live", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz", "/operations/%"})
    void aPathThatCannotBeDecodedIs400(String path) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), platform.managementPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(response).startsWith("HTTP/1.1 400 ").contains("\"error\":\"INVALID\"");
        }
    }
}
