package io.kgen.protocols.bridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kgen.protocols.bus.BusHeaders;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.StorableText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a client sent. Numbers are exact, and nothing is there twice. */
final class InboundFrame {

    /** The header, or the field of an {@code auth} frame, that proves whose the connection is. Never goes any further. */
    static final String TOKEN = "token";

    /** What the stock server calls the time-out. */
    private static final String STOCK_TIMEOUT = "timeout";

    private static final int MAX_ADDRESS = 256;
    private static final int MAX_DEPTH = 64;
    /** Up to here, decoding at one go costs less than a reader. */
    private static final int SMALL = 8 * 1024;

    private static final Set<String> ADDRESSES = Set.of("type", "address", "replyAddress");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern MILLIS = Pattern.compile("[1-9][0-9]{0,8}");

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper JSON = mapper();

    private final int bytes;
    private final Map<String, Object> fields;

    private InboundFrame(int bytes, Map<String, Object> fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /** @throws ProtocolException for anything but a JSON object in UTF-8 */
    static InboundFrame parse(byte[] utf8) {
        try (var text = decoded(utf8)) {
            var fields = JSON.readValue(text, OBJECT);
            if (fields != null) {
                return new InboundFrame(utf8.length, fields);
            }
        } catch (IOException e) {
            // What was sent does not belong in a log.
        }
        throw new ProtocolException(ProtocolError.INVALID_JSON);
    }

    /**
     * Its type and addresses only, read without building the rest: what an answer needs to a frame that is refused for what
     * it would weigh.
     *
     * @throws ProtocolException for anything but a JSON object in UTF-8
     */
    static InboundFrame parseAddresses(byte[] utf8) {
        try (var text = decoded(utf8);
                var parser = JSON.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                return new InboundFrame(utf8.length, addresses(parser));
            }
        } catch (IOException e) {
            // What was sent does not belong in a log.
        }
        throw new ProtocolException(ProtocolError.INVALID_JSON);
    }

    private static Map<String, Object> addresses(JsonParser parser) throws IOException {
        var fields = new HashMap<String, Object>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING && ADDRESSES.contains(name)) {
                fields.put(name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return fields;
    }

    /** Decoded here, because Jackson takes halves of surrogate pairs, UTF-16 and UTF-32 as well. */
    private static Reader decoded(byte[] utf8) throws CharacterCodingException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        return utf8.length <= SMALL
                ? new StringReader(decoder.decode(ByteBuffer.wrap(utf8)).toString())
                : new InputStreamReader(new ByteArrayInputStream(utf8), decoder);
    }

    private static ObjectMapper mapper() {
        // Names are not remembered: a client could leave thousands of long ones behind.
        var factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        var mapper = JsonMapper.builder(factory)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
        return mapper;
    }

    /** The same without its body and what else it brought along, so that none of that is kept until it is answered. */
    InboundFrame withoutBody() {
        var kept = new HashMap<String, Object>();
        ADDRESSES.forEach(name -> kept.put(name, fields.get(name)));
        return new InboundFrame(bytes, kept);
    }

    /** Its length. */
    int bytes() {
        return bytes;
    }

    String type() {
        return fields.get("type") instanceof String type ? type : "";
    }

    /** Null if there is none that could be one. */
    String address() {
        return sayable("address");
    }

    /** Null if there is none that could be one. */
    String replyAddress() {
        return sayable("replyAddress");
    }

    boolean wantsReply() {
        return fields.get("replyAddress") != null;
    }

    /** Text that can be said again: some clients' name for a reply is the empty one. */
    private String sayable(String name) {
        return fields.get(name) instanceof String text && text.length() <= MAX_ADDRESS && StorableText.isStorable(text)
                ? text
                : null;
    }

    Object body() {
        return fields.get("body");
    }

    /** Null if there is none; what is no text is a token that nobody has. */
    String token() {
        var token = fields.get(TOKEN);
        if (token == null && fields.get("headers") instanceof Map<?, ?> headers) {
            token = headers.get(TOKEN);
        }
        return token == null || token instanceof String ? (String) token : "";
    }

    /**
     * What the service is told beside the body. Of the headers only those of the bus contract reach the bus: others could
     * mean something to it, as {@code codecName} does to the stock server.
     *
     * @throws ProtocolException if the headers are no object of text, numbers and booleans, or the time-out is none
     */
    CallContext call() {
        var headers = headers();
        var requestId = headers.getOrDefault(BusHeaders.REQUEST_ID, "");
        var traceparent = headers.getOrDefault(BusHeaders.TRACEPARENT, "");
        var fresh = CallContext.of(
                REQUEST_ID.matcher(requestId).matches()
                        ? requestId
                        : CallContext.fresh().requestId(),
                TRACEPARENT.matcher(traceparent).matches() ? traceparent : null);
        var timeout = headers.getOrDefault(BusHeaders.TIMEOUT, headers.get(STOCK_TIMEOUT));
        if (timeout == null) {
            return fresh;
        }
        if (!MILLIS.matcher(timeout).matches()) {
            throw new ProtocolException(ProtocolError.INVALID_HEADERS);
        }
        var deadline =
                System.nanoTime() + Duration.ofMillis(Long.parseLong(timeout)).toNanos();
        return new CallContext(fresh.requestId(), fresh.traceparent(), deadline);
    }

    private Map<String, String> headers() {
        var sent = fields.get("headers");
        var headers = new HashMap<String, String>();
        if (sent instanceof Map<?, ?> object) {
            object.forEach((name, value) -> headers.put((String) name, text(value)));
        } else if (sent != null) {
            throw new ProtocolException(ProtocolError.INVALID_HEADERS);
        }
        return headers;
    }

    private static String text(Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new ProtocolException(ProtocolError.INVALID_HEADERS);
    }
}
