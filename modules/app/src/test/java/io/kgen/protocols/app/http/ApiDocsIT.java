package io.kgen.protocols.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.ContractDocument;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published contract of the running product. A test of the gateway module checks the route table.
 */
@PlatformTest
class ApiDocsIT {

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

    private final RunningPlatform platform;

    ApiDocsIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.yaml", "/asyncapi.yaml"})
    void servesTheDocumentsWithoutAToken(String document) throws IOException {
        var answer = platform.send(Request.get(document));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
        try (var file = getClass().getResourceAsStream(document)) {
            assertThat(answer.body().getBytes()).isEqualTo(file.readAllBytes());
        }
    }

    @Test
    void servesThePageWithoutATokenAndRestrictsItToItsOwnOrigin() {
        var answer = platform.send(Request.get("/docs"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
                .doesNotContain("unsafe", "http:", "https:", "*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/swagger-ui-bundle.js", "/openapi.yaml", "/asyncapi.yaml"})
    void responds304WhileTheDocumentIsUnchanged(String path) {
        var first = platform.send(Request.get(path).with("Accept-Encoding", "gzip"));
        var again = platform.send(
                Request.get(path).with("Accept-Encoding", "gzip").with("If-None-Match", first.header("ETag")));

        assertThat(first.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body().length()).isZero();
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void rejectsQueryParameters() {
        assertThat(platform.send(Request.get("/docs?url=https://evil.example.com"))
                        .error())
                .isEqualTo("BAD_REQUEST");
        assertThat(platform.send(Request.get("/openapi.yaml?version=2")).error())
                .isEqualTo("BAD_REQUEST");
    }

    @ParameterizedTest
    @CsvSource({
        "/docs/docs.css, text/css; charset=utf-8",
        "/docs/docs.js, text/javascript; charset=utf-8",
        "/docs/swagger-ui.css, text/css; charset=utf-8",
        "/docs/swagger-ui-bundle.js, text/javascript; charset=utf-8"
    })
    void servesTheResourcesOfThePageFromTheJar(String path, String type) {
        var answer = platform.send(Request.get(path));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.text()).isNotEmpty();
    }

    @Test
    void everyLinkOfThePageIsServed() {
        var links = LINK.matcher(platform.send(Request.get("/docs")).text())
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.equals("data:,"))
                .collect(Collectors.toCollection(HashSet::new));

        assertThat(links)
                .hasSize(6)
                .allSatisfy(link -> assertThat(
                                platform.send(Request.get("/" + link)).status())
                        .as(link)
                        .isEqualTo(200));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyDocumentedPathAcceptsOnlyItsDocumentedMethods(String path, Set<String> documented) {
        var served = platform.send(Request.of("OPTIONS", path.replace("{eventID}", "event")))
                .header("Allow");

        assertThat(served.split(", ", -1)).containsExactlyInAnyOrderElementsOf(documented);
    }

    static Stream<Arguments> paths() {
        return ContractDocument.LOADED.document().getPaths().stream()
                .map(path -> Arguments.of(
                        path.getName(), served(path.getOperations().stream().map(Operation::getHttpMethod))));
    }

    /** Adds OPTIONS to every path, and HEAD to every path with GET. */
    private static Set<String> served(Stream<HttpMethod> documented) {
        var methods = documented.map(HttpMethod::name).collect(Collectors.toSet());
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }
}
