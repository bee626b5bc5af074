package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The effect of closing a server on the calls in flight. */
@ExtendWith(VertxExtension.class)
class ClosingServerTest {

    private static final Operation<Word, Word> SLOW = Operation.of("test.slow", Word.class, Word.class);

    record Word(String text) {}

    private final Promise<Void> received = Promise.promise();
    private final Promise<Word> reply = Promise.promise();

    private Vertx vertx;
    private BusServer server;

    @BeforeEach
    void serve(Vertx vertx) {
        this.vertx = vertx;
        server = new BusServer(vertx);
        server.serve(SLOW, word -> {
                    received.complete();
                    return reply.future();
                })
                .started()
                .await();
    }

    @Test
    void closingFinishesTheCallsInFlightAndAcceptsNoOthers() {
        var inFlight = call();
        received.future().await();

        var closed = server.close();
        assertThat(call().transform((word, failure) -> Future.succeededFuture(failure))
                        .await())
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.NO_HANDLERS));
        assertThat(closed.isComplete()).isFalse();

        reply.complete(new Word("late"));
        assertThat(inFlight.await().text()).isEqualTo("late");
        closed.await();
    }

    @Test
    void closingDoesNotWaitIndefinitelyForAReply() throws Exception {
        call().onFailure(ignored -> {});
        received.future().await();

        server.close().await(30, TimeUnit.SECONDS);

        assertThat(reply.future().isComplete()).isFalse();
    }

    private Future<Word> call() {
        return new BusClient(vertx).call(SLOW, new Word("?"), CallContext.root());
    }
}
