package io.kgen.protocols.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;

/** The process of the generator. It reads one {@link Load} from each line and prints one {@link Outcome}. Argument: event loops. */
public final class LoadGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final long STOP_MILLIS = 5_000;

    private final EventLoopGroup loops;
    private final Bootstrap client;

    private LoadGenerator(int eventLoops) {
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loops = new MultiThreadIoEventLoopGroup(eventLoops, io);
        client = new Bootstrap()
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .handler(new NoHandlerYet());
    }

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        var generator = new LoadGenerator(Integer.parseInt(args[0]));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(JSON.writeValueAsString(generator.run(JSON.readValue(line, Load.class))));
        }
        generator.loops.shutdownGracefully().awaitUninterruptibly(STOP_MILLIS);
    }

    private Outcome run(Load load) throws IOException, InterruptedException, ExecutionException {
        return new Run(load, Requests.of(load), client, loops).execute();
    }

    /** A connection gets its handler when all connections are open. */
    private static final class NoHandlerYet extends ChannelInitializer<SocketChannel> {

        @Override
        protected void initChannel(SocketChannel channel) {}
    }
}
