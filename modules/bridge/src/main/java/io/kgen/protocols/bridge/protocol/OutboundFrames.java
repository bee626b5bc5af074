package io.kgen.protocols.bridge.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kgen.protocols.bridge.access.Principal;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** Encodes the frames that the bridge sends, in the format of the stock server. */
public final class OutboundFrames {

    private static final ObjectMapper JSON = JsonMapper.builder()
            // Writes 100, not 1E+2.
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private OutboundFrames() {}

    public static Buffer pong() {
        return frame(Map.of("type", "pong"));
    }

    /** The response to an {@code auth} frame, which stock clients do not send. */
    public static Buffer authenticated(Principal principal) {
        return frame(Map.of("type", "authenticated", "principal", principal.name()));
    }

    public static Buffer reply(String replyAddress, JsonObject body) {
        return message(replyAddress, body, true);
    }

    public static Buffer published(String address, JsonObject body) {
        return message(address, body, false);
    }

    private static Buffer message(String address, JsonObject body, boolean send) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", "message");
        fields.put("address", address);
        fields.put("headers", Map.of());
        fields.put("body", body.getMap());
        fields.put("send", send);
        return frame(fields);
    }

    /** An error of the connection, not of one of its frames. */
    public static Buffer err(ProtocolError error) {
        return frame(errorFields(error.message()));
    }

    /**
     * An error of a frame. It goes to the reply handler if the frame has a reply address, or to the subscriber if the frame
     * was a registration; a client finds both by {@code address}.
     */
    public static Buffer err(ProtocolError error, InboundFrame frame) {
        if (frame.replyAddress() != null) {
            return failure(frame, error.code(), error.message());
        }
        var fields = errorFields(error.message());
        var isRegistration = frame.type().equals("register") || frame.type().equals("unregister");
        putIfPresent(fields, isRegistration ? "address" : "sourceAddress", frame.address());
        return frame(fields);
    }

    /** The failure of a request. */
    public static Buffer err(ServiceException failure, InboundFrame frame) {
        return failure(frame, failure.code(), failure.getMessage());
    }

    private static Buffer failure(InboundFrame frame, FailureCode code, String message) {
        var fields = errorFields(message);
        putIfPresent(fields, "address", frame.replyAddress());
        putIfPresent(fields, "sourceAddress", frame.address());
        fields.put("failureCode", code.number());
        fields.put("failureType", failureType(code));
        return frame(fields);
    }

    private static String failureType(FailureCode code) {
        return switch (code) {
            case NO_HANDLERS, TIMEOUT -> code.name();
            default -> "RECIPIENT_FAILURE";
        };
    }

    private static Map<String, Object> errorFields(String message) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", "err");
        fields.put("message", message);
        return fields;
    }

    private static void putIfPresent(Map<String, Object> fields, String name, String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static Buffer frame(Map<String, Object> fields) {
        try {
            var json = JSON.writeValueAsBytes(fields);
            return Buffer.buffer(Integer.BYTES + json.length)
                    .appendInt(json.length)
                    .appendBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame cannot be written as JSON", e);
        }
    }
}
