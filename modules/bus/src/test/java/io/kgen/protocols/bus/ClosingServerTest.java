package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server that is closed does about that which it has taken. */
class ClosingServerTest {

    private static final Operation<Word, Word> SLOW = Operation.of("test.slow", Word.class, Word.class);

    record Word(String text) {}

    private final Vertx vertx = Vertx.vertx();
    private final BusServer server = new BusServer(vertx);
    private final Promise<Void> taken = Promise.promise();
    private final Promise<Word> answer = Promise.promise();

    @BeforeEach
    void serve() {
        server.serve(SLOW, word -> {
                    taken.complete();
                    return answer.future();
                })
                .started()
                .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void answersWhatItHasTakenBeforeItIsClosedAndTakesNoMore() {
        var asked = ask();
        taken.future().await();

        var closed = server.close();
        assertThat(ask().transform((word, failure) -> Future.succeededFuture(failure))
                        .await())
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.NO_HANDLERS));
        assertThat(closed.isComplete()).isFalse();

        answer.complete(new Word("late"));
        assertThat(asked.await().text()).isEqualTo("late");
        closed.await();
    }

    @Test
    void doesNotWaitForEverForAnAnswer() throws Exception {
        ask().onFailure(ignored -> {});
        taken.future().await();

        server.close().await(30, TimeUnit.SECONDS);

        assertThat(answer.future().isComplete()).isFalse();
    }

    private Future<Word> ask() {
        return new BusClient(vertx).call(SLOW, new Word("?"), CallContext.root());
    }
}
