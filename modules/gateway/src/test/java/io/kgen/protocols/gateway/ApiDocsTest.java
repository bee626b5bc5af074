package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.gateway.auth.TokenMetrics;
import io.kgen.protocols.gateway.auth.TokenVerifier;
import io.kgen.protocols.gateway.auth.VerifiedTokenCache;
import io.kgen.protocols.gateway.bodies.BodyBudgets;
import io.kgen.protocols.gateway.http.Endpoint;
import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.keys.TrustedKeys;
import io.kgen.protocols.platform.LimitsConfig;
import io.kgen.protocols.platform.RateLimits;
import io.kgen.protocols.platform.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The document matches the route table, and its examples match its schemas. */
class ApiDocsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final OpenAPIContract CONTRACT =
            OpenAPIContract.from(VERTX, "openapi.yaml").await();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void theDocumentedOperationsMatchTheRoutes() {
        assertThat(CONTRACT.operations())
                .extracting(Operation::getOperationId, Operation::getHttpMethod, Operation::getOpenAPIPath)
                .containsExactlyInAnyOrderElementsOf(routes().stream()
                        .map(route -> tuple(route.operationId(), route.method(), route.path()))
                        .toList());
    }

    @Test
    void theDocumentedErrorsMatchTheCode() {
        var codes = CONTRACT.getRawContract()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("ApiError")
                .getJsonObject("properties")
                .getJsonObject("error")
                .getJsonArray("x-extensible-enum");
        var text = CONTRACT.getRawContract().getJsonObject("info").getString("description");

        assertThat(codes.stream().map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ErrorCode.values()).map(Enum::name).toList());
        assertThat(text)
                .contains(Stream.of(ErrorCode.values())
                        .map(code -> "`" + code + "`")
                        .toList());
    }

    /** {@code OpenAPIContract} validates the document against the official schema, but not our schemas. */
    @Test
    void noTextIsTruncatedAtAComma() throws IOException {
        try (var yaml = getClass().getResourceAsStream("/openapi.yaml")) {
            assertThat(keysWithoutAValue("", new YAMLMapper().readTree(yaml))).isEmpty();
        }
    }

    private static List<String> keysWithoutAValue(String path, JsonNode node) {
        var found = new ArrayList<String>();
        node.properties().forEach(field -> {
            var inner = path + "/" + field.getKey();
            if (field.getValue().isNull()) {
                found.add(inner);
            }
            found.addAll(keysWithoutAValue(inner, field.getValue()));
        });
        if (node.isArray()) {
            node.forEach(item -> found.addAll(keysWithoutAValue(path, item)));
        }
        return found;
    }

    /** Other example values would let "Execute" return old data or a conflict with an earlier request. */
    @Test
    void onlyPathParametersHaveExampleValues() {
        var examples = CONTRACT.operations().stream()
                .flatMap(operation -> operation.getParameters().stream())
                .map(Parameter::getOpenAPIModel)
                .filter(parameter -> parameter.containsKey("example"))
                .map(parameter -> parameter.getString("in"));

        assertThat(examples).containsExactly("path");
    }

    @Test
    void everyOperationOfAPlayerIsDocumentedWithItsLimits() {
        assertThat(CONTRACT.operations().stream()
                        .filter(operation -> operation.getOpenAPIPath().matches("/(fe|s2s)/.*")))
                .hasSize(7)
                .allSatisfy(operation -> {
                    assertThat(operation.getResponse(429).getHeaders())
                            .extracting(Parameter::getName)
                            .contains("Retry-After");
                    assertThat(operation.getResponse(503).getHeaders())
                            .extracting(Parameter::getName)
                            .contains("Retry-After");
                });
    }

    @TestFactory
    Stream<DynamicTest> everyResponseExampleIsValidAgainstItsSchema() {
        return CONTRACT.operations().stream().flatMap(ApiDocsTest::responses);
    }

    private static Stream<DynamicTest> responses(Operation operation) {
        return operation.getOpenAPIModel().getJsonObject("responses").stream()
                .filter(response -> response.getKey().matches("\\d{3}"))
                .filter(response -> ((JsonObject) response.getValue()).containsKey("content"))
                .map(response -> DynamicTest.dynamicTest(
                        operation.getOperationId() + " " + response.getKey(),
                        () -> requireValidExamples(((JsonObject) response.getValue())
                                .getJsonObject("content")
                                .getJsonObject("application/json"))));
    }

    private static void requireValidExamples(JsonObject mediaType) {
        var examples = examples(mediaType);
        var schema = CONTRACT.getSchemaRepository().validator(JsonSchema.of(mediaType.getJsonObject("schema")));

        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example ->
                        assertThat(schema.validate(example).getErrors()).isNullOrEmpty());
    }

    /** The examples of the response, or else those of its schema. */
    private static List<Object> examples(JsonObject mediaType) {
        var named = mediaType.getJsonObject("examples", new JsonObject()).stream()
                .map(Map.Entry::getValue)
                .filter(JsonObject.class::isInstance)
                .map(example -> ((JsonObject) example).getValue("value"));
        var ofSchema = mediaType.getJsonObject("schema").getJsonArray("examples", new JsonArray()).stream();
        return Stream.of(Stream.of(mediaType.getValue("example")), named, ofSchema)
                .flatMap(all -> all)
                .filter(Objects::nonNull)
                .map(ApiDocsTest::asWritten)
                .toList();
    }

    /** Removes the annotations that Vert.x adds to a document when it resolves references. */
    private static Object asWritten(Object json) {
        if (json instanceof JsonArray array) {
            return new JsonArray(array.stream().map(ApiDocsTest::asWritten).toList());
        }
        if (json instanceof JsonObject object) {
            var copy = new JsonObject();
            object.stream()
                    .filter(JsonSchema.EXCLUDE_ANNOTATION_ENTRIES)
                    .forEach(field -> copy.put(field.getKey(), asWritten(field.getValue())));
            return copy;
        }
        return json;
    }

    private static List<Endpoint> routes() {
        return Routes.table(
                new BusClient(VERTX),
                tokens(),
                () -> new StoreCredentials("store", "client", List.of()),
                BodyBudgets.ofHeap(1),
                new RateLimits(LimitsConfig.NONE, new SimpleMeterRegistry()));
    }

    private static TokenVerifier tokens() {
        var key = new VerificationKey("HS256", null, new Secret("the-secret-of-the-default-keyring-of-this-test"));
        return new TokenVerifier(
                VERTX,
                new TrustedKeys(new AuthConfig(List.of(key), Map.of(), 10, Duration.ofDays(366))),
                new VerifiedTokenCache(10),
                Duration.ofDays(366),
                new TokenMetrics(new SimpleMeterRegistry()),
                Clock.systemUTC());
    }
}
