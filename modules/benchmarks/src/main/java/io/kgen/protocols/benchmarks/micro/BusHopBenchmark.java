package io.kgen.protocols.benchmarks.micro;

import static io.kgen.protocols.contracts.users.UsersOperations.FIND_LINKED_NUMBER;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A call over the bus between client and server on one event loop; many in a row, so that the overhead of JMH is small. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BusHopBenchmark {

    private static final int CALLS = 1_000;

    private final FindLinkedNumber request = new FindLinkedNumber(new PlayerId("bench", "u000001"));
    private final LinkedNumber answer =
            new LinkedNumber("u000001", "bench___u000001", "0x78", "", "9000000001", "kgen-1");
    private Vertx vertx;
    private Context eventLoop;
    private BusClient bus;

    @Setup
    public void start() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        eventLoop = vertx.getOrCreateContext();
        bus = new BusClient(vertx);
        var served = Promise.<Void>promise();
        eventLoop.runOnContext(started -> new BusServer(vertx)
                .serve(FIND_LINKED_NUMBER, found -> Future.succeededFuture(answer))
                .started()
                .onComplete(served));
        served.future().await();
    }

    @TearDown
    public void stop() {
        vertx.close().await();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void callAndAnswer() {
        var done = Promise.<Void>promise();
        eventLoop.runOnContext(begun -> call(CALLS, done));
        done.future().await();
    }

    private void call(int left, Promise<Void> done) {
        if (left == 0) {
            done.complete();
            return;
        }
        bus.call(FIND_LINKED_NUMBER, request, CallContext.root())
                .onSuccess(answered -> call(left - 1, done))
                .onFailure(done::tryFail);
    }
}
