package io.kgen.protocols.bridge.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.Caller;
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

/** A frame of a client. Its numbers are exact, and duplicate fields are rejected. */
public final class InboundFrame {

    /** The header, or the field of an {@code auth} frame, that authenticates the connection. It never reaches the bus. */
    public static final String TOKEN = "token";

    /** The name of the timeout header of the stock server. */
    private static final String STOCK_TIMEOUT = "timeout";

    private static final int MAX_ADDRESS_LENGTH = 256;
    private static final int MAX_DEPTH = 64;
    /** Up to this size, decoding at once is faster than a reader. */
    private static final int SMALL_FRAME_BYTES = 8 * 1024;

    private static final Set<String> ADDRESS_FIELDS = Set.of("type", "address", "replyAddress");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern MILLIS = Pattern.compile("[1-9][0-9]{0,8}");

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper JSON = mapper();

    private final int length;
    private final Map<String, Object> fields;

    private InboundFrame(int length, Map<String, Object> fields) {
        this.length = length;
        this.fields = fields;
    }

    /**
     * Parses a whole frame.
     *
     * @throws ProtocolException if it is not a JSON object in UTF-8
     */
    public static InboundFrame parse(byte[] utf8) {
        try (var text = decode(utf8)) {
            var fields = JSON.readValue(text, OBJECT);
            if (fields != null) {
                return new InboundFrame(utf8.length, fields);
            }
        } catch (IOException e) {
            // The exception quotes the frame, which must not be logged.
        }
        throw new ProtocolException(ProtocolError.INVALID_JSON);
    }

    /**
     * Parses only the type and the addresses. They are needed for the error if the whole frame would use too much memory.
     *
     * @throws ProtocolException if it is not a JSON object in UTF-8
     */
    public static InboundFrame parseAddresses(byte[] utf8) {
        try (var text = decode(utf8);
                var parser = JSON.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                return new InboundFrame(utf8.length, parseAddresses(parser));
            }
        } catch (IOException e) {
            // The exception quotes the frame, which must not be logged.
        }
        throw new ProtocolException(ProtocolError.INVALID_JSON);
    }

    private static Map<String, Object> parseAddresses(JsonParser parser) throws IOException {
        var fields = new HashMap<String, Object>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING && ADDRESS_FIELDS.contains(name)) {
                fields.put(name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return fields;
    }

    /** Decodes strictly, because Jackson also accepts unpaired surrogates, UTF-16 and UTF-32. */
    private static Reader decode(byte[] utf8) throws CharacterCodingException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        return utf8.length <= SMALL_FRAME_BYTES
                ? new StringReader(decoder.decode(ByteBuffer.wrap(utf8)).toString())
                : new InputStreamReader(new ByteArrayInputStream(utf8), decoder);
    }

    private static ObjectMapper mapper() {
        // Field names are not cached, because a client could fill the cache with long ones.
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

    /** A copy with the type and the addresses only, so that the body is not kept until the response. */
    public InboundFrame withoutBody() {
        var kept = new HashMap<String, Object>();
        ADDRESS_FIELDS.forEach(name -> kept.put(name, fields.get(name)));
        return new InboundFrame(length, kept);
    }

    /** In bytes, without the length prefix. */
    public int length() {
        return length;
    }

    public String type() {
        return fields.get("type") instanceof String type ? type : "";
    }

    /** Null if it is missing or not valid. */
    public String address() {
        return validAddress("address");
    }

    /** Null if it is missing or not valid. */
    public String replyAddress() {
        return validAddress("replyAddress");
    }

    /** Whether there is a reply address, valid or not. */
    public boolean wantsReply() {
        return fields.get("replyAddress") != null;
    }

    /** An address that is safe to echo. Some clients use an empty reply address. */
    private String validAddress(String name) {
        return fields.get(name) instanceof String text
                        && text.length() <= MAX_ADDRESS_LENGTH
                        && StorableText.isStorable(text)
                ? text
                : null;
    }

    public Object body() {
        return fields.get("body");
    }

    /** Null if there is none; empty, which is not a valid token, if it is not text. */
    public String token() {
        var token = fields.get(TOKEN);
        if (token == null && fields.get("headers") instanceof Map<?, ?> headers) {
            token = headers.get(TOKEN);
        }
        return token == null || token instanceof String ? (String) token : "";
    }

    /**
     * The metadata of the call. Only the headers of the bus contract reach the bus, because others could have a meaning there,
     * as {@code codecName} has for the stock server. A caller that the client names is ignored.
     *
     * @param caller whom the client was authenticated as
     * @throws ProtocolException if the headers are not an object of text, numbers and booleans, or the timeout is not valid
     */
    public CallContext callContext(Caller caller) {
        var headers = headers();
        var requestId = headers.getOrDefault(CallContext.REQUEST_ID, "");
        var traceparent = headers.getOrDefault(CallContext.TRACEPARENT, "");
        var context = CallContext.of(
                REQUEST_ID.matcher(requestId).matches()
                        ? requestId
                        : CallContext.root().requestId(),
                TRACEPARENT.matcher(traceparent).matches() ? traceparent : null,
                caller);
        var timeout = headers.getOrDefault(CallContext.TIMEOUT, headers.get(STOCK_TIMEOUT));
        if (timeout == null) {
            return context;
        }
        if (!MILLIS.matcher(timeout).matches()) {
            throw new ProtocolException(ProtocolError.INVALID_HEADERS);
        }
        var deadline =
                System.nanoTime() + Duration.ofMillis(Long.parseLong(timeout)).toNanos();
        return new CallContext(context.requestId(), context.traceparent(), caller, deadline);
    }

    private Map<String, String> headers() {
        var sent = fields.get("headers");
        var headers = new HashMap<String, String>();
        if (sent instanceof Map<?, ?> object) {
            object.forEach((name, value) -> headers.put((String) name, headerText(value)));
        } else if (sent != null) {
            throw new ProtocolException(ProtocolError.INVALID_HEADERS);
        }
        return headers;
    }

    private static String headerText(Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new ProtocolException(ProtocolError.INVALID_HEADERS);
    }
}
