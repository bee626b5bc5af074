package io.kgen.protocols.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * A scenario: one load.
 *
 * @param request the text of the request, with {token} and {key} where the generator puts one
 * @param users the number of users
 * @param onceEach sends the request of each user exactly once, instead of random users for a time
 * @param rate requests a second; 0 for the maximum
 * @param rows events that each request stores
 */
record Scenario(String name, int connections, String request, int users, boolean onceEach, double rate, int rows) {

    static final int USUAL_CONNECTIONS = 64;
    static final String EVENT_ID = "benchmark";

    private static final String EVENTS = "/fe/analytics/px-tracker/events/";
    private static final String ATTRIBUTES = "{\"attr1\":\"value1\",\"attr2\":42,\"attr3\":3.14}";
    private static final String TOKEN = "user-jwt-token: {token}\r\n";

    static Scenario bare(String name, String path) {
        return of(name, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 1, 0);
    }

    static Scenario lookup(String name, int users) {
        return of(name, get("/fe/users/account/linked-mobile-number"), users, 0);
    }

    static Scenario drop(int users) {
        return of("drop", post(EVENTS + EVENT_ID + "/drop", "", ATTRIBUTES), users, 1);
    }

    static Scenario keyedDrop(int users) {
        var key = "Idempotency-Key: {key}\r\n";
        return of("drop with Idempotency-Key", post(EVENTS + EVENT_ID + "/drop", key, ATTRIBUTES), users, 1);
    }

    static Scenario batch(int users, int items) {
        var item = "{\"eventId\":\"%s\",\"attributes\":%s}".formatted(EVENT_ID, ATTRIBUTES);
        var body = "{\"events\":[" + (item + ",").repeat(items - 1) + item + "]}";
        return of("batch of " + items, post(EVENTS + "batch", "", body), users, items);
    }

    static Scenario redirect(int users) {
        return of("redirect", post("/fe/users/k-store/generate-redirect-uri", "", ""), users, 0);
    }

    static Scenario history(String name, int users) {
        return of(name, get("/fe/esports/statistics/historic"), users, 0);
    }

    private static Scenario of(String name, String request, int users, int rows) {
        return new Scenario(name, USUAL_CONNECTIONS, request, users, false, 0, rows);
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n";
    }

    private static String post(String path, String headers, String body) {
        var length = body.getBytes(StandardCharsets.UTF_8).length;
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + TOKEN
                + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    Scenario named(String other) {
        return new Scenario(other, connections, request, users, onceEach, rate, rows);
    }

    Scenario on(int otherConnections) {
        return new Scenario(name, otherConnections, request, users, onceEach, rate, rows);
    }

    Scenario onceForEachUser() {
        return new Scenario(name, connections, request, users, true, rate, rows);
    }

    Scenario at(double perSecond) {
        return new Scenario(name, connections, request, users, onceEach, perSecond, rows);
    }
}
