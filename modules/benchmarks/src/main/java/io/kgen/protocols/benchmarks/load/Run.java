package io.kgen.protocols.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Runs one load, from the first connection to the last response. */
final class Run {

    private static final long LAST_ANSWER_SECONDS = 30;
    private static final long ONCE_EACH_MINUTES = 10;

    private final Load load;
    private final Requests requests;
    private final Bootstrap client;
    private final Map<EventLoop, Recorder> recorders = new LinkedHashMap<>();
    private final CountDownLatch busy;
    private volatile boolean over;

    Run(Load load, Requests requests, Bootstrap client, EventLoopGroup loops) {
        this.load = load;
        this.requests = requests;
        this.client = client.clone(loops).option(ChannelOption.TCP_NODELAY, true);
        this.busy = new CountDownLatch(load.connections());
        loops.forEach(loop -> recorders.put((EventLoop) loop, new Recorder(load.status())));
    }

    /** Returns when every request has its response, so that acknowledged events can be compared with the database. */
    Outcome execute() throws InterruptedException, ExecutionException {
        var windows = new ArrayList<Window>();
        begin(connect());
        if (load.isOnceEach()) {
            windows.add(window(ONCE_EACH_MINUTES, TimeUnit.MINUTES));
        } else {
            busy.await(load.warmupMillis(), TimeUnit.MILLISECONDS);
            for (var i = 0; i < load.windows(); i++) {
                windows.add(window(load.windowMillis(), TimeUnit.MILLISECONDS));
            }
        }
        over = true;
        var answered = busy.await(LAST_ANSWER_SECONDS, TimeUnit.SECONDS);
        return outcome(windows, answered ? null : "some requests have no response");
    }

    private List<Channel> connect() throws InterruptedException {
        var connecting = new ArrayList<ChannelFuture>();
        for (var i = 0; i < load.connections(); i++) {
            var port = load.ports().get(i % load.ports().size());
            connecting.add(client.connect(InetAddress.getLoopbackAddress(), port));
        }
        var channels = new ArrayList<Channel>();
        for (var connection : connecting) {
            channels.add(connection.sync().channel());
        }
        return channels;
    }

    private void begin(List<Channel> channels) {
        var interval = load.rate() == 0 ? 0 : (long) (1e9 * load.connections() / load.rate());
        for (var channel : channels) {
            var recorder = recorders.get(channel.eventLoop());
            var connection = new Connection(requests, recorder, interval, () -> over, busy::countDown);
            var delay = interval == 0 ? 0 : ThreadLocalRandom.current().nextLong(interval);
            channel.pipeline().addLast(connection);
            var context = channel.pipeline().context(connection);
            channel.eventLoop().execute(() -> connection.begin(context, delay));
        }
    }

    /** Ends early when no request is left. */
    private Window window(long length, TimeUnit unit) throws InterruptedException, ExecutionException {
        latencies();
        var before = Snapshot.take(load.pids());
        busy.await(length, unit);
        var latencies = latencies();
        return Window.of(latencies, before, Snapshot.take(load.pids()));
    }

    /** The records of all event loops since the last call. */
    private Histogram latencies() throws InterruptedException, ExecutionException {
        var all = Recorder.empty();
        for (var one : onEachLoop(Recorder::take)) {
            all.add(one);
        }
        return all;
    }

    private Outcome outcome(List<Window> windows, String unanswered) throws InterruptedException, ExecutionException {
        var acknowledged = onEachLoop(Recorder::acknowledged).stream()
                .mapToLong(Long::longValue)
                .sum();
        var failure =
                onEachLoop(Recorder::failure).stream().filter(Objects::nonNull).findFirst();
        return new Outcome(windows, acknowledged, failure.orElse(unanswered));
    }

    private <T> List<T> onEachLoop(Function<Recorder, T> question) throws InterruptedException, ExecutionException {
        var answers = new ArrayList<T>();
        for (var entry : recorders.entrySet()) {
            Callable<T> asked = () -> question.apply(entry.getValue());
            answers.add(entry.getKey().submit(asked).get());
        }
        return answers;
    }
}
