package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

    private final List<Promise<String>> questions = new ArrayList<>();
    private final SingleFlight<String, String> flights = new SingleFlight<>();

    @Test
    void e22_whoAsksTheSameMeanwhileSharesTheAnswer() {
        var first = ask("a");
        var second = ask("a");
        questions.get(0).complete("answer");

        assertThat(questions).hasSize(1);
        assertThat(first.result()).isEqualTo("answer");
        assertThat(second.result()).isEqualTo("answer");
    }

    @Test
    void whoAsksSomethingElseFliesAlone() {
        ask("a");
        ask("b");

        assertThat(questions).hasSize(2);
    }

    @Test
    void anAnswerThatHasLandedIsNotGivenAgain() {
        ask("a");
        questions.get(0).complete("old");
        var next = ask("a");
        questions.get(1).complete("new");

        assertThat(next.result()).isEqualTo("new");
    }

    @Test
    void aFailureIsSharedAndNotRemembered() {
        var first = ask("a");
        var second = ask("a");
        questions.get(0).fail("away");
        ask("a");

        assertThat(first.failed()).isTrue();
        assertThat(second.failed()).isTrue();
        assertThat(questions).hasSize(2);
    }

    @Test
    void aQuestionThatThrowsIsAFailureAndLands() {
        var failed = flights.join("a", () -> {
            throw new IllegalStateException("thrown");
        });
        ask("a");

        assertThat(failed.cause()).hasMessage("thrown");
        assertThat(questions).hasSize(1);
    }

    @Test
    void e20_aForgottenFlightIsNotJoinedAndDoesNotEndTheNextOne() {
        var before = ask("a");
        flights.forget("a");
        var after = ask("a");
        questions.get(0).complete("old");
        var alsoAfter = ask("a");
        questions.get(1).complete("new");

        assertThat(questions).hasSize(2);
        assertThat(before.result()).isEqualTo("old");
        assertThat(after.result()).isEqualTo("new");
        assertThat(alsoAfter.result()).isEqualTo("new");
    }

    private Future<String> ask(String key) {
        return flights.join(key, () -> {
            var question = Promise.<String>promise();
            questions.add(question);
            return question.future();
        });
    }
}
