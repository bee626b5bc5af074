package io.kgen.protocols.app.support;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * An HTTP request of a frontend. Immutable.
 *
 * @param target path and query
 * @param body empty for a request without a body
 */
public record Request(String method, String target, List<Map.Entry<String, String>> headers, Buffer body) {

    public static final String LINKED_NUMBER = "/fe/users/account/linked-mobile-number";
    public static final String REDIRECT = "/fe/users/k-store/generate-redirect-uri";
    public static final String REDEEM = "/s2s/k-store/redeem";
    public static final String SUMMARY = "/fe/esports/statistics/summary";
    public static final String HISTORY = "/fe/esports/statistics/historic";
    public static final String BATCH = "/fe/analytics/px-tracker/events/batch";

    public static Request of(String method, String target) {
        return new Request(method, target, List.of(), Buffer.buffer());
    }

    public static Request get(String target) {
        return of("GET", target);
    }

    public static Request linkedNumber() {
        return get(LINKED_NUMBER);
    }

    public static Request redirect() {
        return of("POST", REDIRECT);
    }

    public static Request history(String query) {
        return get(HISTORY + (query.isEmpty() ? "" : "?" + query));
    }

    public static Request summary(String query) {
        return get(SUMMARY + (query.isEmpty() ? "" : "?" + query));
    }

    /** A request of the server of the store. */
    public static Request redeem(String code) {
        return new Request(
                "POST",
                REDEEM,
                List.of(
                        Map.entry("Content-Type", "application/json"),
                        Map.entry("x-client-id", RunningPlatform.STORE_CLIENT),
                        Map.entry("x-client-secret", RunningPlatform.STORE_SECRET)),
                new JsonObject().put("code", code).toBuffer());
    }

    public static Request drop(String eventId, String json) {
        return drop(eventId, Buffer.buffer(json));
    }

    public static Request drop(String eventId, Buffer body) {
        return new Request("POST", dropPath(eventId), List.of(Map.entry("Content-Type", "application/json")), body);
    }

    /** A batch of items in JSON. */
    public static Request batch(String... items) {
        return batch(Buffer.buffer("{\"events\":[" + String.join(",", items) + "]}"));
    }

    public static Request batch(Buffer body) {
        return new Request("POST", BATCH, List.of(Map.entry("Content-Type", "application/json")), body);
    }

    public static String dropPath(String eventId) {
        return "/fe/analytics/px-tracker/events/" + eventId + "/drop";
    }

    /** Adds the token of a player. */
    public Request by(String token) {
        return with("user-jwt-token", token);
    }

    /** Adds a header. */
    public Request with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Request(method, target, List.copyOf(more), body);
    }

    /** Compresses the body. */
    public Request gzipped() {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return withBody(bytes.toByteArray()).with("Content-Encoding", "gzip");
    }

    public Request withBody(byte[] other) {
        return new Request(method, target, headers, Buffer.buffer(other));
    }

    public Request without(String name) {
        var fewer = headers.stream()
                .filter(header -> !header.getKey().equalsIgnoreCase(name))
                .toList();
        return new Request(method, target, fewer, body);
    }

    /** Returns null for a missing header. */
    public String header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    public String path() {
        return target.split("\\?", 2)[0];
    }

    public String query() {
        return target.contains("?") ? target.split("\\?", 2)[1] : "";
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
