package io.kgen.protocols.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A short form of each item result in a batch response: its status, the code of a failure, and whether to retry. */
public final class ItemResults {

    public static final String STORED = "stored";
    public static final String DUPLICATE = "duplicate";
    public static final String CONFLICT = "conflict IDEMPOTENCY_CONFLICT";
    public static final String REJECTED = "rejected BAD_REQUEST";
    public static final String RETRY = "retry UNAVAILABLE retryable";

    private ItemResults() {}

    public static List<String> of(Answer answer) {
        var results = answer.json().getJsonArray("results");
        assertThat(results).as("%s", answer).isNotNull();
        return IntStream.range(0, results.size())
                .mapToObj(i -> inWords(i, results.getJsonObject(i)))
                .toList();
    }

    private static String inWords(int index, JsonObject result) {
        assertThat(result.getInteger("index")).isEqualTo(index);
        var error = result.getString("error");
        assertThat(result.containsKey("msg")).as("%s has a message", result).isEqualTo(error != null);
        return Stream.of(result.getString("status"), error, result.getBoolean("retryable") ? "retryable" : null)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }
}
