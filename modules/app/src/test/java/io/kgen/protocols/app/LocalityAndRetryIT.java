package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Answer;
import io.kgen.protocols.app.support.ProcessCluster;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Ports;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members of a cluster: the node that a call goes to, and the failure of a call without a reply. */
class LocalityAndRetryIT {

    private static final int CALLS = 20;
    private static final Duration SHORT = Duration.ofMillis(600);

    private static final Operation<Question, Answer> ONCE =
            Operation.of("test.once", Question.class, Answer.class).withTimeout(SHORT);
    private static final Operation<Question, Answer> REPEATABLE = Operation.of(
                    "test.repeatable", Question.class, Answer.class)
            .withTimeout(SHORT)
            .idempotent();

    private static final Operation<Amount, Amount> DOUBLED = Operation.of("test.doubled", Amount.class, Amount.class);

    record Amount(BigDecimal value) {}

    record Question(String text) {}

    /** A reply of a newer version with a field that its callers do not have. */
    record Answer(String from, String news) {}

    private ClusterNode here;
    private ClusterNode there;
    private BusClient bus;

    @BeforeEach
    void join() {
        var port = Ports.free();
        here = member(port, port);
        there = member(Ports.free(), port);
        Await.result(here.register());
        Await.result(there.register());
        bus = new BusClient(here.vertx());
        // A client registers the codec of records, which a plain consumer needs to receive them.
        new BusClient(there.vertx());
    }

    @AfterEach
    void leave() {
        Await.result(there.leave());
        Await.result(here.leave());
    }

    @Test
    void prefersTheHandlerOfItsOwnNode() {
        serve(there, ONCE, "there");
        assertThat(answers(CALLS)).containsOnly("there");

        var own = serve(here, ONCE, "here");
        assertThat(answers(CALLS)).containsOnly("here");

        Await.result(own.close());
        assertThat(answers(CALLS)).containsOnly("there");
    }

    @Test
    void aDeregisteredNodeGetsNoRemoteCallsButServesLocalCalls() {
        serve(there, ONCE, "there");
        serve(here, ONCE, "here");
        Await.until(() -> plainAnswers().contains("here"));

        Await.result(here.deregister());

        assertThat(plainAnswers()).containsOnly("there");
        assertThat(answers(CALLS)).containsOnly("here");
    }

    @Test
    void numbersKeepEveryDigitBetweenNodes() {
        var amount = new BigDecimal("12345678901234567890.1234567890123456780");
        new BusServer(there.vertx())
                .serve(DOUBLED, LocalityAndRetryIT::doubled)
                .started()
                .await();

        var answer = bus.call(DOUBLED, new Amount(amount), CallContext.root()).await();

        assertThat(answer.value()).isEqualTo(amount.add(amount));
    }

    @Test
    void e60_aCallWithoutAHandlerInTheClusterIsUnavailable() {
        assertThat(failure(ONCE)).isEqualTo(FailureCode.NO_HANDLERS);
        assertThat(failure(REPEATABLE)).isEqualTo(FailureCode.NO_HANDLERS);
    }

    @Test
    void e60_theFailureOfARemoteHandlerKeepsItsCode() {
        new BusServer(there.vertx())
                .serve(ONCE, question -> {
                    throw new IllegalStateException("on purpose");
                })
                .serve(REPEATABLE, question -> null)
                .started()
                .await();

        assertThat(failure(ONCE)).isEqualTo(FailureCode.INTERNAL);
        assertThat(failure(REPEATABLE)).isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void e60_aMissingReplyIsATimeoutAndOnlyIdempotentCallsAreRetried() {
        var asked = new AtomicInteger();
        var askedAgain = new AtomicInteger();
        silent(ONCE, asked);
        silent(REPEATABLE, askedAgain);

        assertThat(failure(ONCE)).isEqualTo(FailureCode.TIMEOUT);
        assertThat(failure(REPEATABLE)).isEqualTo(FailureCode.TIMEOUT);

        assertThat(asked).hasValue(1);
        assertThat(askedAgain).hasValueGreaterThan(1);
    }

    @Test
    void e60_retriesAnIdempotentCallWhoseFirstAttemptWasLost() {
        var asked = new AtomicInteger();
        Await.result(new BusServer(there.vertx())
                .serve(
                        REPEATABLE,
                        question -> asked.incrementAndGet() == 1
                                ? Promise.<Answer>promise().future()
                                : Future.succeededFuture(new Answer("there", null)))
                .started());

        assertThat(Await.result(bus.call(REPEATABLE, new Question("?"), CallContext.root()))
                        .from())
                .isEqualTo("there");
        assertThat(asked).hasValue(2);
    }

    @Test
    void e61_acceptsMessagesOfAnotherVersionWithMoreOrFewerFields() {
        var consumer = there.vertx().eventBus().<JsonObject>consumer(ONCE.address(), message -> {
            assertThat(message.body().fieldNames()).containsExactly("text");
            message.reply(new JsonObject().put("from", "there").put("newer", "than you"));
        });
        Await.result(consumer.completion());

        assertThat(Await.result(bus.call(ONCE, new Question("?"), CallContext.root())))
                .isEqualTo(new Answer("there", null));
    }

    private static ClusterNode member(int port, int first) {
        var config = new ClusterConfig(
                true,
                new Secret(ProcessCluster.CLUSTER),
                ProcessCluster.LOOPBACK,
                port,
                List.of(ProcessCluster.LOOPBACK + ":" + first),
                "",
                0,
                new ClusterTls("", "", ""));
        return Await.result(ClusterNode.join(new VertxOptions().setEventLoopPoolSize(2), config));
    }

    private static BusServer serve(ClusterNode node, Operation<Question, Answer> operation, String name) {
        var server = new BusServer(node.vertx())
                .serve(operation, question -> Future.succeededFuture(new Answer(name, null)));
        Await.result(server.started());
        return server;
    }

    private void silent(Operation<Question, Answer> operation, AtomicInteger asked) {
        var consumer = there.vertx().eventBus().consumer(operation.address(), message -> asked.incrementAndGet());
        Await.result(consumer.completion());
    }

    /** Calls without {@code BusClient}, so that the event bus alternates between the nodes. */
    private List<String> plainAnswers() {
        var question = new JsonObject().put("text", "?");
        return IntStream.range(0, CALLS)
                .mapToObj(n -> Await.result(there.vertx().eventBus().<JsonObject>request(ONCE.address(), question))
                        .body()
                        .getString("from"))
                .toList();
    }

    private List<String> answers(int calls) {
        return IntStream.range(0, calls)
                .mapToObj(n -> Await.result(bus.call(ONCE, new Question("?"), CallContext.root()))
                        .from())
                .toList();
    }

    private FailureCode failure(Operation<Question, Answer> operation) {
        return ((ServiceException) Await.failure(bus.call(operation, new Question("?"), CallContext.root()))).code();
    }

    private static Future<Amount> doubled(Amount amount) {
        return Future.succeededFuture(new Amount(amount.value().add(amount.value())));
    }
}
