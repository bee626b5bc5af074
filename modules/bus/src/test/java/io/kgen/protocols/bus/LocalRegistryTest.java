package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call stays on the event loop of its caller if an instance runs there; otherwise another instance receives it. */
class LocalRegistryTest {

    private static final int LOOPS = 2;
    private static final int CALLS = 20;
    private static final Operation<Where, Where> WHERE = Operation.of("test.where", Where.class, Where.class);

    record Where(String thread) {

        static Where here() {
            return new Where(Thread.currentThread().getName());
        }
    }

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    private final List<Caller> callers = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void callsTheInstanceOnTheSameEventLoop() {
        deployServers(LOOPS);
        deployCallers();
        for (var caller : callers) {
            for (var i = 0; i < CALLS; i++) {
                assertThat(caller.call().await()).isEqualTo(caller.home());
            }
        }
        assertThat(callers).extracting(Caller::home).doesNotHaveDuplicates();
    }

    @Test
    void callsAnotherInstanceWhenNoneRunsOnTheSameEventLoop() {
        deployServers(1);
        deployCallers();
        assertThat(callers)
                .extracting(caller -> caller.call().await())
                .hasSize(LOOPS)
                .containsOnly(callers.get(0).call().await());
    }

    @Test
    void callsAnotherInstanceWhenTheOneOnTheSameEventLoopIsUndeployed() {
        var all = deployServers(LOOPS);
        deployCallers();
        callers.forEach(caller -> caller.call().await());
        deployServers(1);
        vertx.undeploy(all).await();
        for (var caller : callers) {
            assertThat(caller.call().await().thread()).isNotEmpty();
        }
    }

    private String deployServers(int instances) {
        return vertx.deployVerticle(Server::new, new DeploymentOptions().setInstances(instances))
                .await();
    }

    private void deployCallers() {
        vertx.deployVerticle(
                        () -> {
                            var caller = new Caller();
                            callers.add(caller);
                            return caller;
                        },
                        new DeploymentOptions().setInstances(LOOPS))
                .await();
    }

    private static final class Server extends VerticleBase {

        private BusServer server;

        @Override
        public Future<?> start() {
            server = new BusServer(vertx).serve(WHERE, question -> Future.succeededFuture(Where.here()));
            return server.started();
        }

        @Override
        public Future<?> stop() {
            return server.close();
        }
    }

    private static final class Caller extends VerticleBase {

        private BusClient client;
        private Context loop;
        private Where home;

        @Override
        public Future<?> start() {
            client = new BusClient(vertx);
            loop = vertx.getOrCreateContext();
            home = Where.here();
            return Future.succeededFuture();
        }

        Where home() {
            return home;
        }

        Future<Where> call() {
            var reply = Promise.<Where>promise();
            loop.runOnContext(
                    task -> client.call(WHERE, home, CallContext.root()).onComplete(reply));
            return reply.future();
        }
    }
}
