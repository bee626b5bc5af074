package io.kgen.protocols.contracts;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Values that are invalid for most fields. */
final class Mutants {

    private Mutants() {}

    static Stream<Object> ofField() {
        return Stream.of(
                7,
                -1,
                1.5,
                1_000,
                1e300,
                true,
                "",
                "text",
                "NUL \0",
                "a\nb",
                "x".repeat(65),
                "x".repeat(129),
                "x".repeat(257),
                "x".repeat(513),
                "2021-06-01",
                "2021-06-01 12:00:00Z",
                "2021-06-01T12:00:00",
                "1622548800",
                new JsonArray(),
                new JsonArray().add("text"),
                new JsonObject(),
                new JsonObject().put("a", new JsonObject()));
    }

    static Stream<JsonObject> ofAttributes() {
        var tooMany = new JsonObject();
        IntStream.range(0, 65).forEach(i -> tooMany.put("a" + i, i));
        return Stream.of(
                new JsonObject().putNull("a"),
                new JsonObject().put("a", true),
                new JsonObject().put("a", new JsonArray()),
                new JsonObject().put("a", new JsonObject()),
                new JsonObject().put("a", "NUL \0"),
                new JsonObject().put("NUL \0", 1),
                new JsonObject().put("", 1),
                new JsonObject().put("x".repeat(129), 1),
                new JsonObject().put("a", "x".repeat(4_097)),
                tooMany);
    }
}
