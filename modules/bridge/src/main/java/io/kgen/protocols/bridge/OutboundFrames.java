package io.kgen.protocols.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the bridge sends, in the stock server's shapes. */
final class OutboundFrames {

    private static final ObjectMapper JSON = JsonMapper.builder()
            // 100, never 1E+2.
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private OutboundFrames() {}

    static Buffer pong() {
        return frame(Map.of("type", "pong"));
    }

    /** The answer to an {@code auth} frame; no stock client sends one. */
    static Buffer authenticated(Principal principal) {
        return frame(Map.of("type", "authenticated", "principal", principal.name()));
    }

    static Buffer reply(String replyAddress, JsonObject body) {
        return message(replyAddress, body, true);
    }

    static Buffer published(String address, JsonObject body) {
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

    /** Of a connection, not of anything that it sent. */
    static Buffer err(ProtocolError fault) {
        return frame(error(fault.message()));
    }

    /**
     * Of a frame. Whoever waits for its reply is told, as of any failure; if it was about listening, the listener
     * is: a client finds both by {@code address}.
     */
    static Buffer err(ProtocolError fault, InboundFrame frame) {
        if (frame.replyAddress() != null) {
            return failure(frame, fault.code(), fault.message());
        }
        var fields = error(fault.message());
        var listens = frame.type().equals("register") || frame.type().equals("unregister");
        putIfThere(fields, listens ? "address" : "sourceAddress", frame.address());
        return frame(fields);
    }

    static Buffer err(ServiceException failure, InboundFrame frame) {
        return failure(frame, failure.code(), failure.getMessage());
    }

    private static Buffer failure(InboundFrame frame, FailureCode code, String message) {
        var fields = error(message);
        putIfThere(fields, "address", frame.replyAddress());
        putIfThere(fields, "sourceAddress", frame.address());
        fields.put("failureCode", code.number());
        fields.put("failureType", type(code));
        return frame(fields);
    }

    private static String type(FailureCode code) {
        return switch (code) {
            case NO_HANDLERS, TIMEOUT -> code.name();
            default -> "RECIPIENT_FAILURE";
        };
    }

    private static Map<String, Object> error(String message) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", "err");
        fields.put("message", message);
        return fields;
    }

    private static void putIfThere(Map<String, Object> fields, String name, String value) {
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
