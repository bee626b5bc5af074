package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

    private final List<Promise<String>> calls = new ArrayList<>();
    private final SingleFlight<String, String> singleFlight = new SingleFlight<>();

    @Test
    void e22_sharesOneCallBetweenConcurrentCallersOfAKey() {
        var first = join("a");
        var second = join("a");
        calls.get(0).complete("result");

        assertThat(calls).hasSize(1);
        assertThat(first.result()).isEqualTo("result");
        assertThat(second.result()).isEqualTo("result");
    }

    @Test
    void startsASeparateCallForAnotherKey() {
        join("a");
        join("b");

        assertThat(calls).hasSize(2);
    }

    @Test
    void startsANewCallAfterTheEarlierCallCompleted() {
        join("a");
        calls.get(0).complete("old");
        var next = join("a");
        calls.get(1).complete("new");

        assertThat(next.result()).isEqualTo("new");
    }

    @Test
    void sharesAFailureAndDoesNotStoreIt() {
        var first = join("a");
        var second = join("a");
        calls.get(0).fail("unavailable");
        join("a");

        assertThat(first.failed()).isTrue();
        assertThat(second.failed()).isTrue();
        assertThat(calls).hasSize(2);
    }

    @Test
    void aCallThatThrowsFailsAndCompletesTheFlight() {
        var failed = singleFlight.join("a", () -> {
            throw new IllegalStateException("thrown");
        });
        join("a");

        assertThat(failed.cause()).hasMessage("thrown");
        assertThat(calls).hasSize(1);
    }

    @Test
    void e20_doesNotJoinAForgottenCallAndDoesNotRemoveTheNextOne() {
        var before = join("a");
        singleFlight.forget("a");
        var after = join("a");
        calls.get(0).complete("old");
        var alsoAfter = join("a");
        calls.get(1).complete("new");

        assertThat(calls).hasSize(2);
        assertThat(before.result()).isEqualTo("old");
        assertThat(after.result()).isEqualTo("new");
        assertThat(alsoAfter.result()).isEqualTo("new");
    }

    private Future<String> join(String key) {
        return singleFlight.join(key, () -> {
            var promise = Promise.<String>promise();
            calls.add(promise);
            return promise.future();
        });
    }
}
