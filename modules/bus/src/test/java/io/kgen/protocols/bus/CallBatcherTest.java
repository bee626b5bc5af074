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

/** Calls to the instance on the same event loop share a bus message per turn, and each call has its own reply. */
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
    void sendsTheCallsOfATurnAsOneMessage() {
        deploy(1);

        var replies = nodes.get(0).inOneTurn(() -> nodes.get(0).call(2, 4, 6));

        assertThat(replies).extracting(reply -> reply.await().value()).containsExactly(1, 2, 3);
        assertThat(addresses).hasSize(1);
    }

    @Test
    void sendsTheCallsOfTwoTurnsAsTwoMessages() {
        deploy(1);
        var node = nodes.get(0);

        node.inOneTurn(() -> node.call(2)).get(0).await();
        node.inOneTurn(() -> node.call(4)).get(0).await();

        assertThat(addresses).hasSize(2);
    }

    @Test
    void aFailedCallDoesNotAffectTheOthersOfItsBatch() {
        deploy(1);

        var replies = nodes.get(0).inOneTurn(() -> nodes.get(0).call(2, 3, 4));

        assertThat(replies.get(0).await().value()).isEqualTo(1);
        assertThat(failureOf(replies.get(1))).isEqualTo(FailureCode.INVALID);
        assertThat(replies.get(2).await().value()).isEqualTo(2);
    }

    @Test
    void sendsABatchToAnotherInstanceIfTheLocalOneClosesBeforeTheTurnEnds() {
        deploy(2);
        var closing = nodes.get(0);

        var replies = closing.inOneTurn(() -> {
            var calls = closing.call(2, 4);
            closing.server.close();
            return calls;
        });

        assertThat(replies).extracting(reply -> reply.await().value()).containsExactly(1, 2);
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

    private static FailureCode failureOf(Future<Amount> reply) {
        return reply.transform((value, failure) -> Future.succeededFuture(((ServiceException) failure).code()))
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
            return Future.<List<Future<Amount>>>future(promise -> loop.runOnContext(turn -> {
                        try {
                            promise.complete(calls.call());
                        } catch (Exception e) {
                            promise.fail(e);
                        }
                    }))
                    .await();
        }

        List<Future<Amount>> call(int... values) {
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
