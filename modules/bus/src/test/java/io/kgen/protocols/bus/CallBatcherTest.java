package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The calls that one turn of an event loop makes of the instance there cross the bus together, and are answered apart. */
class CallBatcherTest {

    private static final Operation<Amount, Amount> HALVE = Operation.of("test.halve", Amount.class, Amount.class);

    record Amount(int value) {}

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final List<String> addresses = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theCallsOfATurnAreOneMessage() {
        deploy(1);

        var answers = nodes.get(0).inOneTurn(() -> nodes.get(0).ask(2, 4, 6));

        assertThat(answers).extracting(answer -> answer.await().value()).containsExactly(1, 2, 3);
        assertThat(addresses).hasSize(1);
    }

    @Test
    void theCallsOfTwoTurnsAreTwoMessages() {
        deploy(1);
        var node = nodes.get(0);

        node.inOneTurn(() -> node.ask(2)).get(0).await();
        node.inOneTurn(() -> node.ask(4)).get(0).await();

        assertThat(addresses).hasSize(2);
    }

    @Test
    void aCallThatFailsLeavesItsNeighboursAlone() {
        deploy(1);

        var answers = nodes.get(0).inOneTurn(() -> nodes.get(0).ask(2, 3, 4));

        assertThat(answers.get(0).await().value()).isEqualTo(1);
        assertThat(failureOf(answers.get(1))).isEqualTo(FailureCode.INVALID);
        assertThat(answers.get(2).await().value()).isEqualTo(2);
    }

    @Test
    void whatWasGatheredGoesElsewhereIfTheInstanceLeavesBeforeTheTurnEnds() {
        deploy(2);
        var leaving = nodes.get(0);

        var answers = leaving.inOneTurn(() -> {
            var asked = leaving.ask(2, 4);
            leaving.server.close();
            return asked;
        });

        assertThat(answers).extracting(answer -> answer.await().value()).containsExactly(1, 2);
        assertThat(addresses).endsWith(HALVE.address(), HALVE.address());
    }

    private void deploy(int instances) {
        vertx.deployVerticle(this::node, new DeploymentOptions().setInstances(instances))
                .await();
        vertx.eventBus().<Object>addOutboundInterceptor(sent -> {
            if (sent.message().address().startsWith(HALVE.address())) {
                addresses.add(sent.message().address());
            }
            sent.next();
        });
    }

    private Node node() {
        var node = new Node();
        nodes.add(node);
        return node;
    }

    private static FailureCode failureOf(Future<Amount> answer) {
        return answer.transform((value, failure) -> Future.succeededFuture(((ServiceException) failure).code()))
                .await();
    }

    /** Serves and calls on one event loop. */
    private static final class Node extends VerticleBase {

        private BusServer server;
        private BusClient client;
        private Context loop;

        @Override
        public Future<?> start() {
            loop = vertx.getOrCreateContext();
            client = new BusClient(vertx);
            server = new BusServer(vertx).serve(HALVE, Node::halve);
            return server.started();
        }

        List<Future<Amount>> inOneTurn(Callable<List<Future<Amount>>> calls) {
            return Future.<List<Future<Amount>>>future(made -> loop.runOnContext(turn -> {
                        try {
                            made.complete(calls.call());
                        } catch (Exception e) {
                            made.fail(e);
                        }
                    }))
                    .await();
        }

        List<Future<Amount>> ask(int... values) {
            return IntStream.of(values)
                    .mapToObj(value -> client.call(HALVE, new Amount(value), CallContext.root()))
                    .toList();
        }

        private static Future<Amount> halve(Amount number) {
            if (number.value() % 2 != 0) {
                throw new ServiceException(FailureCode.INVALID, "odd");
            }
            return Future.succeededFuture(new Amount(number.value() / 2));
        }
    }
}
