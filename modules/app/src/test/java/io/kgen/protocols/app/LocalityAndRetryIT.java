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

    private static final Operation<Question, Answer> NOT_IDEMPOTENT =
            Operation.of("test.once", Question.class, Answer.class).withTimeout(SHORT);
    private static final Operation<Question, Answer> IDEMPOTENT = Operation.of(
                    "test.repeatable", Question.class, Answer.class)
            .withTimeout(SHORT)
            .idempotent();

    private static final Operation<Amount, Amount> DOUBLED = Operation.of("test.doubled", Amount.class, Amount.class);

    record Amount(BigDecimal value) {}

    record Question(String text) {}

    /** A reply with a field that older versions do not send. */
    record Answer(String from, String newField) {}

    private ClusterNode local;
    private ClusterNode remote;
    private BusClient bus;

    @BeforeEach
    void join() {
        var port = Ports.free();
        local = member(port, port);
        remote = member(Ports.free(), port);
        Await.result(local.register());
        Await.result(remote.register());
        bus = new BusClient(local.vertx());
        // A client registers the codec of records, which a plain consumer needs to receive them.
        new BusClient(remote.vertx());
    }

    @AfterEach
    void leave() {
        Await.result(remote.leave());
        Await.result(local.leave());
    }

    @Test
    void prefersTheHandlerOfItsOwnNode() {
        serve(remote, NOT_IDEMPOTENT, "remote");
        assertThat(answers(CALLS)).containsOnly("remote");

        var own = serve(local, NOT_IDEMPOTENT, "local");
        assertThat(answers(CALLS)).containsOnly("local");

        Await.result(own.close());
        assertThat(answers(CALLS)).containsOnly("remote");
    }

    @Test
    void aDeregisteredNodeGetsNoRemoteCallsButServesLocalCalls() {
        serve(remote, NOT_IDEMPOTENT, "remote");
        serve(local, NOT_IDEMPOTENT, "local");
        Await.until(() -> answersWithoutBusClient().contains("local"));

        Await.result(local.deregister());

        assertThat(answersWithoutBusClient()).containsOnly("remote");
        assertThat(answers(CALLS)).containsOnly("local");
    }

    @Test
    void numbersKeepEveryDigitBetweenNodes() {
        var amount = new BigDecimal("12345678901234567890.1234567890123456780");
        new BusServer(remote.vertx())
                .serve(DOUBLED, LocalityAndRetryIT::doubled)
                .started()
                .await();

        var answer = bus.call(DOUBLED, new Amount(amount), CallContext.root()).await();

        assertThat(answer.value()).isEqualTo(amount.add(amount));
    }

    @Test
    void e60_aCallWithoutAHandlerInTheClusterIsUnavailable() {
        assertThat(failure(NOT_IDEMPOTENT)).isEqualTo(FailureCode.NO_HANDLERS);
        assertThat(failure(IDEMPOTENT)).isEqualTo(FailureCode.NO_HANDLERS);
    }

    @Test
    void e60_theFailureOfARemoteHandlerKeepsItsCode() {
        new BusServer(remote.vertx())
                .serve(NOT_IDEMPOTENT, question -> {
                    throw new IllegalStateException("on purpose");
                })
                .serve(IDEMPOTENT, question -> null)
                .started()
                .await();

        assertThat(failure(NOT_IDEMPOTENT)).isEqualTo(FailureCode.INTERNAL);
        assertThat(failure(IDEMPOTENT)).isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void e60_aMissingReplyIsATimeoutAndOnlyIdempotentCallsAreRetried() {
        var attempts = new AtomicInteger();
        var idempotentAttempts = new AtomicInteger();
        registerSilentHandler(NOT_IDEMPOTENT, attempts);
        registerSilentHandler(IDEMPOTENT, idempotentAttempts);

        assertThat(failure(NOT_IDEMPOTENT)).isEqualTo(FailureCode.TIMEOUT);
        assertThat(failure(IDEMPOTENT)).isEqualTo(FailureCode.TIMEOUT);

        assertThat(attempts).hasValue(1);
        assertThat(idempotentAttempts).hasValueGreaterThan(1);
    }

    @Test
    void e60_retriesAnIdempotentCallWhoseFirstAttemptWasLost() {
        var attempts = new AtomicInteger();
        Await.result(new BusServer(remote.vertx())
                .serve(
                        IDEMPOTENT,
                        question -> attempts.incrementAndGet() == 1
                                ? Promise.<Answer>promise().future()
                                : Future.succeededFuture(new Answer("remote", null)))
                .started());

        assertThat(Await.result(bus.call(IDEMPOTENT, new Question("?"), CallContext.root()))
                        .from())
                .isEqualTo("remote");
        assertThat(attempts).hasValue(2);
    }

    @Test
    void e61_acceptsMessagesOfAnotherVersionWithMoreOrFewerFields() {
        var consumer = remote.vertx().eventBus().<JsonObject>consumer(NOT_IDEMPOTENT.address(), message -> {
            assertThat(message.body().fieldNames()).containsExactly("text");
            message.reply(new JsonObject().put("from", "remote").put("newer", "than you"));
        });
        Await.result(consumer.completion());

        assertThat(Await.result(bus.call(NOT_IDEMPOTENT, new Question("?"), CallContext.root())))
                .isEqualTo(new Answer("remote", null));
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

    private void registerSilentHandler(Operation<Question, Answer> operation, AtomicInteger attempts) {
        var consumer = remote.vertx().eventBus().consumer(operation.address(), message -> attempts.incrementAndGet());
        Await.result(consumer.completion());
    }

    /** Calls without {@code BusClient}, so that the event bus alternates between the nodes. */
    private List<String> answersWithoutBusClient() {
        var question = new JsonObject().put("text", "?");
        return IntStream.range(0, CALLS)
                .mapToObj(n -> Await.result(
                                remote.vertx().eventBus().<JsonObject>request(NOT_IDEMPOTENT.address(), question))
                        .body()
                        .getString("from"))
                .toList();
    }

    private List<String> answers(int calls) {
        return IntStream.range(0, calls)
                .mapToObj(n -> Await.result(bus.call(NOT_IDEMPOTENT, new Question("?"), CallContext.root()))
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
