package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownSequenceTest {

    private final List<String> began = new ArrayList<>();

    @Test
    void aPhaseStartsWhenThePreviousPhaseHasEnded() {
        var first = Promise.<Void>promise();
        var done = new ShutdownSequence()
                .then("drain", () -> begin("drain", first.future()))
                .then("close", () -> begin("close", Future.succeededFuture()))
                .run();

        assertThat(began).containsExactly("drain");
        assertThat(done.isComplete()).isFalse();

        first.complete();

        assertThat(began).containsExactly("drain", "close");
        assertThat(done.succeeded()).isTrue();
    }

    @Test
    void aFailedPhaseDoesNotPreventTheNextPhase() {
        var done = new ShutdownSequence()
                .then("fail", () -> begin("fail", Future.failedFuture("expected by the test")))
                .then("throw", (Runnable) () -> {
                    throw new IllegalStateException("expected by the test");
                })
                .then("close", () -> begin("close", Future.succeededFuture()))
                .run();

        assertThat(began).containsExactly("fail", "close");
        assertThat(done.succeeded()).isTrue();
    }

    private Future<?> begin(String phase, Future<?> work) {
        began.add(phase);
        return work;
    }
}
