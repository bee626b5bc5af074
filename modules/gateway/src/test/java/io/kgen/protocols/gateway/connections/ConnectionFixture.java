package io.kgen.protocols.gateway.connections;

import io.kgen.protocols.gateway.AccessLogConfig;
import io.kgen.protocols.gateway.ConnectionLimits;
import io.kgen.protocols.gateway.CorsConfig;
import io.kgen.protocols.gateway.TrustedProxies;
import io.kgen.protocols.gateway.http.Cors;
import io.kgen.protocols.gateway.http.DrainState;
import io.kgen.protocols.gateway.http.RequestFilter;
import io.kgen.protocols.gateway.monitoring.AccessLog;
import io.kgen.protocols.gateway.monitoring.EventLoopMonitor;
import io.kgen.protocols.gateway.monitoring.HttpMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Connections without a socket and without Vert.x. */
final class ConnectionFixture {

    static final int BUDGET = 64 * 1024;
    static final int HEAD_SECONDS = 3;
    static final int BODY_SECONDS = 5;
    static final int IDLE_SECONDS = 10;

    final NodeConnections node;
    final EventLoopConnections loop;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpMetrics metrics;
    private final RequestHandler requests;

    ConnectionFixture(int connections) {
        node = new NodeConnections(connections, BUDGET);
        metrics = new HttpMetrics(meters, node::count);
        loop = new EventLoopConnections(
                node,
                new ConnectionLimits(
                        connections,
                        Duration.ofSeconds(HEAD_SECONDS),
                        Duration.ofSeconds(BODY_SECONDS),
                        Duration.ofSeconds(BODY_SECONDS),
                        Duration.ofSeconds(IDLE_SECONDS)),
                new EventLoopMonitor(metrics, new AccessLog(AccessLogConfig.OFF, TrustedProxies.NONE)));
        requests = new RequestFilter(
                new Cors(new CorsConfig(Set.of(), Set.of())), request -> {}, loop, new DrainState(), metrics);
    }

    EmbeddedChannel connect() {
        var channel = new EmbeddedChannel();
        channel.pipeline()
                .addLast("httpDecoder", new ChannelInboundHandlerAdapter())
                .addLast("httpEncoder", new ChannelOutboundHandlerAdapter());
        new ClientConnection(channel, loop, requests, new RequestDecoder(new HttpServerOptions())).install();
        channel.runPendingTasks();
        return channel;
    }

    void sweep(int seconds) {
        for (var i = 0; i < seconds; i++) {
            loop.sweep();
        }
    }

    static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    static void send(EmbeddedChannel channel, String text) {
        channel.writeInbound(bytes(text));
    }

    /** Closes a connection as its client does. */
    static void disconnect(EmbeddedChannel channel) {
        channel.unsafe().close(channel.voidPromise());
        channel.runPendingTasks();
    }

    static void respond(EmbeddedChannel channel) {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    /** The requests that reached Vert.x since the last call. */
    static List<HttpRequest> requests(EmbeddedChannel channel) {
        var requests = new ArrayList<HttpRequest>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                requests.add(request);
            } else if (message instanceof HttpContent content) {
                content.release();
            }
        }
        return requests;
    }
}
