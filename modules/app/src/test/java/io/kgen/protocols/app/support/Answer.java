package io.kgen.protocols.app.support;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A response; the header names are in lower case. */
public record Answer(int status, Map<String, List<String>> headers, Buffer body) {

    public String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    public JsonObject json() {
        return new JsonObject(text());
    }

    public JsonArray array() {
        return new JsonArray(text());
    }

    /** Returns the field {@code error} of the error shape of the contract. */
    public String error() {
        return json().getString("error");
    }

    /** Returns null for a missing header, and all values of a repeated header. */
    public String header(String name) {
        var values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : String.join(" AND ", values);
    }

    @Override
    public String toString() {
        var lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + String.join(", ", header.getValue()))
                .collect(Collectors.joining("\n"));
        return status + "\n" + lines + "\n\n" + (body.length() > 4_096 ? body.length() + " bytes" : text());
    }
}
