package io.kgen.protocols.analytics.events;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.analytics.AnalyticsHarness;
import io.kgen.protocols.bus.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that cannot be stored shares a commit with valid events. */
class PoisonIT extends EventStoreFixture {

    static Stream<JsonObject> unstorable() {
        return Stream.of(
                json("rejected", new JsonObject().put("value", "NUL \0")),
                json("rejected", new JsonObject().put("value", "half \ud83c")),
                json("rejected", new JsonObject().put("value", "half \udfb2 a pair")),
                json("rejected", new JsonObject().put("NUL \0", "in a name")),
                json("rejected", new JsonObject().put("half \ud83c", "in a name")),
                json("rejected\0", new JsonObject()),
                json("rejected", new JsonObject()).put("userId", "half \ud83c"));
    }

    @ParameterizedTest
    @MethodSource("unstorable")
    void e04_storesTheOtherEventsOfARejectedEvent(JsonObject unstorable) {
        var before = recordMany("before");
        assertThatThrownBy(() -> analytics.callWithJson(RECORD_EVENT, unstorable))
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        rejected -> assertThat(rejected.failureCode()).isEqualTo(FailureCode.INVALID.number()));
        var after = recordMany("after");

        Future.all(before).await();
        Future.all(after).await();
        assertThat(stored()).hasSize(2 * MANY).noneMatch(id -> id.startsWith("rejected"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHECK (event_id <> 'event-37' AND event_id <> 'event-38')", // SQLSTATE 23514
                "CHECK (event_id NOT IN ('event-37', 'event-38') OR event_id::int > 0)" // SQLSTATE 22P02
            })
    void e05_onlyTheInvalidRowsFailAndTheOthersAreStoredOnce(String rule) {
        analytics.sql("ALTER TABLE analytics.event ADD CONSTRAINT poison " + rule);
        try {
            var replies = recordMany("event");
            var rejected = IntStream.range(0, MANY)
                    .filter(i -> AnalyticsHarness.failureOf(replies.get(i)) == FailureCode.INVALID)
                    .boxed();

            assertThat(rejected).containsExactly(37, 38);
            assertThat(replies.stream().filter(Future::succeeded)).hasSize(MANY - 2);
            assertThat(stored()).hasSize(MANY - 2).doesNotHaveDuplicates();
        } finally {
            analytics.sql("ALTER TABLE analytics.event DROP CONSTRAINT poison");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "53200", "57014"})
    void e05_aFailureOfTheConnectionOrServerFailsTheGroupButNotTheNext(String sqlState) {
        analytics.sql("CREATE FUNCTION analytics.fail() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN IF NEW.event_id = ''event-37'' THEN RAISE SQLSTATE ''%s''; END IF; RETURN NEW; END'"
                        .formatted(sqlState));
        analytics.sql("CREATE TRIGGER fail BEFORE INSERT ON analytics.event FOR EACH ROW"
                + " EXECUTE FUNCTION analytics.fail()");
        try {
            var replies = recordMany("event");
            var codes = replies.stream().map(AnalyticsHarness::failureOf).toList();

            assertThat(codes.get(37)).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(codes).containsOnly(null, FailureCode.UNAVAILABLE);
            assertThat(stored()).hasSize(Collections.frequency(codes, null)).doesNotContain("event-37");
        } finally {
            analytics.sql("DROP FUNCTION analytics.fail() CASCADE");
        }
        Future.all(recordMany("after")).await();
    }
}
