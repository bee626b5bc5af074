package io.kgen.protocols.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.apicurio.datamodels.Library;
import io.apicurio.datamodels.models.ModelType;
import io.apicurio.datamodels.validation.ValidationProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The document conforms to AsyncAPI 3.0 according to an independent library. */
class AsyncApiValidityTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** The specification allows {@code address: null} if the request names it; the library does not support this. */
    private static final String NULL_ADDRESS = "/channels[replies]: Channel is missing the 'address' property.";

    @Test
    void theDocumentIsValid() throws IOException {
        assertThat(problems(text())).containsExactly(NULL_ADDRESS);
    }

    @Test
    void aDocumentWithoutARequiredFieldIsInvalid() throws IOException {
        for (var required : List.of("(?m)^ {4}action: receive$", "(?m)^ {4}channel:.*$")) {
            assertThat(problems(text().replaceFirst(required, ""))).as(required).hasSizeGreaterThan(1);
        }
    }

    private static List<String> problems(String yaml) throws JsonProcessingException {
        var document = Library.readDocument((ObjectNode) YAML.readTree(yaml));
        assertThat(document.root().modelType()).isEqualTo(ModelType.ASYNCAPI30);
        return Library.validate(document, null).stream()
                .map(AsyncApiValidityTest::describe)
                .toList();
    }

    private static String describe(ValidationProblem problem) {
        return problem.nodePath + ": " + problem.message;
    }

    private static String text() throws IOException {
        try (var in = Objects.requireNonNull(AsyncApiValidityTest.class.getResourceAsStream("/asyncapi.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
