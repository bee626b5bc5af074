package io.kgen.protocols.bridge.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExposedAddressesTest {

    @Test
    void matchTheAddressesOfTheBusContract() throws IOException {
        assertThat(ExposedAddresses.OPERATIONS.keySet()).containsExactlyInAnyOrderElementsOf(documented("receive"));
        assertThat(ExposedAddresses.TOPICS.keySet()).containsExactlyInAnyOrderElementsOf(documented("send"));
    }

    private static List<String> documented(String action) throws IOException {
        try (var yaml = ExposedAddressesTest.class.getResourceAsStream("/asyncapi.yaml")) {
            var operations = new YAMLMapper().readTree(yaml).path("operations");
            var addresses = operations.findParents("action").stream()
                    .filter(operation -> operation.path("action").asText().equals(action))
                    .map(operation -> operation.path("channel").path("$ref").asText())
                    .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                    .toList();
            assertThat(operations.findValues("channel")).allMatch(JsonNode::isObject);
            return addresses;
        }
    }
}
