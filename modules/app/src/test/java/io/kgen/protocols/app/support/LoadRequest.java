package io.kgen.protocols.app.support;

import io.kgen.protocols.sandbox.PlayerToken;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A request as it is sent over the network.
 *
 * @param id identifies the request; for a drop the event ID
 */
public record LoadRequest(String id, String text) {

    public static final String ISSUER = "load";

    private static final String HISTORY = "history";
    private static final String TOKEN = token("player");

    /** Drops of the events {@code name-1}, {@code name-2} and so on. */
    public static Supplier<LoadRequest> drops(String name) {
        var count = new AtomicInteger();
        return () -> drop(name + "-" + count.incrementAndGet());
    }

    public static Supplier<LoadRequest> keyedDrops(String name) {
        var count = new AtomicInteger();
        return () -> keyedDrop(name + "-" + count.incrementAndGet());
    }

    /** Drops and history requests in turn. */
    public static Supplier<LoadRequest> dropsAndReads(String name) {
        var count = new AtomicInteger();
        return () -> {
            var number = count.incrementAndGet();
            return number % 2 == 0 ? history() : drop(name + "-" + number);
        };
    }

    /** Returns the given number of requests, and then null. */
    public static Supplier<LoadRequest> limited(int number, Supplier<LoadRequest> requests) {
        var left = new AtomicInteger(number);
        return () -> left.getAndDecrement() > 0 ? requests.get() : null;
    }

    public static LoadRequest drop(String eventId) {
        return drop(eventId, "");
    }

    /** A drop with an idempotency key, which is stored once even if it is sent repeatedly. */
    public static LoadRequest keyedDrop(String eventId) {
        return drop(eventId, "idempotency-key: " + eventId + "\n");
    }

    private static LoadRequest drop(String eventId, String header) {
        return request(
                eventId, "POST /fe/analytics/px-tracker/events/" + eventId + "/drop", TOKEN, header, "{\"n\":1}");
    }

    public static LoadRequest history() {
        return request(HISTORY, "GET /fe/esports/statistics/historic", TOKEN, "", "");
    }

    /** A lookup of the player's own linked number. */
    public static LoadRequest lookup(String userId) {
        return request(userId, "GET /fe/users/account/linked-mobile-number", token(userId), "", "");
    }

    /** The liveness probe, which is sent to the management port. */
    public static LoadRequest live() {
        return request("live", "GET /live", TOKEN, "", "");
    }

    public static boolean isDrop(String id) {
        return !id.equals(HISTORY);
    }

    private static String token(String userId) {
        return PlayerToken.of(ISSUER, userId).signedBy(NodeProcess.SECRET);
    }

    /** Returns the head, with an Expect header so that the body follows after 100 Continue. */
    public String head() {
        return text.substring(0, text.indexOf("\r\n\r\n")) + "\r\nexpect: 100-continue\r\n\r\n";
    }

    public String body() {
        return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    private static LoadRequest request(String id, String line, String token, String header, String body) {
        var head = """
                %s HTTP/1.1
                host: localhost
                user-jwt-token: %s
                content-type: application/json
                content-length: %d
                %s
                """.formatted(line, token, body.length(), header);
        return new LoadRequest(id, head.replace("\n", "\r\n") + body);
    }
}
