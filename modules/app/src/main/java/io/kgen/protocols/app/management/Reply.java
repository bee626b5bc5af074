package io.kgen.protocols.app.management;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** A response of the management listener. */
public record Reply(int status, String contentType, Buffer body) {

    private static final String JSON = "application/json";

    public static Reply json(int status, JsonObject body) {
        return new Reply(status, JSON, body.toBuffer());
    }

    public static Reply json(JsonObject body) {
        return json(200, body);
    }

    /** Of the text of a JSON value. */
    public static Reply json(String json) {
        return new Reply(200, JSON, Buffer.buffer(json));
    }

    public static Reply text(String contentType, String body) {
        return new Reply(200, contentType, Buffer.buffer(body));
    }

    /** The same form as the errors of the public listener. */
    static Reply error(int status, String code, String sentence, String requestId) {
        return json(
                status, new JsonObject().put("error", code).put("msg", sentence).put("requestId", requestId));
    }
}
