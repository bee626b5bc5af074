package io.kgen.protocols.gateway.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Parses only JSON that all parsers interpret alike (RFC 8725, 2.4 and RFC 7493): if two parsers differ, one may verify a
 * value and the other use another value.
 */
final class StrictJson {

    private static final int MAX_DEPTH = 32;

    private static final ObjectReader OBJECT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(ObjectNode.class);

    private StrictJson() {}

    /**
     * The object; empty if the bytes are not valid UTF-8, have anything before or after the object (a byte
     * order mark and white space included), a comment, or a name twice in an object at any depth.
     */
    static Optional<ObjectNode> object(byte[] utf8) {
        try {
            // Decoded here, since Jackson would detect UTF-16 and UTF-32, skip a byte order mark and take overlong
            // UTF-8.
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            return text.startsWith("{") && text.endsWith("}") ? Optional.of(OBJECT.readValue(text)) : Optional.empty();
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
