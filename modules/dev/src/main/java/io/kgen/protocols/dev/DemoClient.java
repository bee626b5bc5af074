package io.kgen.protocols.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The client of the bridge in the sandbox, with access to every address of the bus contract. */
final class DemoClient {

    private DemoClient() {}

    /** The setting {@code bridge.principals}. */
    static String principals(String token) {
        var operations = contract().path("operations");
        return new JsonArray()
                .add(new JsonObject()
                        .put("name", "demo")
                        .put("token", token)
                        // The client sends to the addresses at which the platform receives.
                        .put("send", addresses(operations, "receive"))
                        .put("subscribe", addresses(operations, "send")))
                .encode();
    }

    private static List<String> addresses(JsonNode operations, String action) {
        return operations.findParents("action").stream()
                .filter(operation -> operation.path("action").asText().equals(action))
                .map(operation -> operation.path("channel").path("$ref").asText())
                .map(channel -> channel.substring(channel.lastIndexOf('/') + 1))
                .toList();
    }

    private static JsonNode contract() {
        try (var yaml = DemoClient.class.getResourceAsStream("/asyncapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
