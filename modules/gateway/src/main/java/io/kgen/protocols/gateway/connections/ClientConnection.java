package io.kgen.protocols.gateway.connections;

import io.kgen.protocols.gateway.monitoring.Exchange;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.AttributeKey;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;

/**
 * One connection of a client: its state, since when it is in this state, the memory that it occupies, and whether it has
 * carried an authenticated request.
 */
public final class ClientConnection implements Handler<HttpServerRequest>, ByteBudget.Holder {

    private static final AttributeKey<ClientConnection> KEY =
            AttributeKey.valueOf(ClientConnection.class, "connection");

    private final Channel channel;
    private final EventLoopConnections loop;
    private final RequestHandler requests;
    private final RequestDecoder decoder;
    private final Exchange exchange;

    private HttpServerRequest request;
    private boolean authenticated;
    private boolean served;
    private boolean headInProgress;
    /** When the connection entered its present state, by the clock of the sweep. */
    private int since;

    private long inputBytes;
    private boolean responseCounted;
    private boolean responseWritten;
    private long unsent;
    private int unsentSince;

    ClientConnection(Channel channel, EventLoopConnections loop, RequestHandler requests, RequestDecoder decoder) {
        this.channel = channel;
        this.loop = loop;
        this.requests = requests;
        this.decoder = decoder;
        this.exchange = new Exchange(loop.monitor());
        this.since = loop.now();
    }

    /** Adds the handlers to the pipeline of a new connection, and admits the connection or rejects it. */
    void install() {
        var pipeline = channel.pipeline();
        decoder.serve(this);
        pipeline.replace("httpDecoder", "httpDecoder", decoder);
        pipeline.addAfter("httpEncoder", "responseTracker", new ResponseTracker(this, decoder));
        if (loop.node().admit(this)) {
            channel.attr(KEY).set(this);
            loop.add(this);
            var unused = channel.closeFuture().addListener(closed -> {
                loop.remove(this);
                exchange.abort();
            });
        } else {
            rejectForLackOfRoom();
        }
    }

    /** The request in flight on the connection of this request. */
    public static Exchange exchangeOf(HttpServerRequest request) {
        return of(request).exchange;
    }

    /** Marks the connection of a request as authenticated, and the request as one of a player of this issuer. */
    public static void authenticated(HttpServerRequest request, String issuer) {
        exchangeOf(request).setIssuer(issuer);
        authenticated(request);
    }

    /** Marks the connection of an authenticated request as authenticated. */
    public static void authenticated(HttpServerRequest request) {
        var connection = of(request);
        if (!connection.authenticated) {
            connection.authenticated = true;
            connection.inputBytes = 0;
            connection.loop.node().authenticated(connection);
        }
    }

    private static ClientConnection of(HttpServerRequest request) {
        return ((HttpServerConnection) request.connection())
                .channelHandlerContext()
                .channel()
                .attr(KEY)
                .get();
    }

    @Override
    public void handle(HttpServerRequest next) {
        request = next;
        exchange.setRequest(next);
        requests.handle(next);
    }

    void headStarted() {
        if (!headInProgress) {
            headInProgress = true;
            since = loop.now();
        }
    }

    void headCompleted() {
        headInProgress = false;
        served = true;
        since = loop.now();
        exchange.begin();
    }

    void bodyReceived(long bytes) {
        exchange.bodyReceived(bytes);
    }

    void bodyCompleted() {
        since = loop.now();
    }

    /** The framing of the body is invalid, or the body did not arrive in time. */
    void rejectBody() {
        decoder.discard();
        if (request == null || request.response().ended() || request.response().headWritten()) {
            close();
        } else {
            requests.rejectBody(request);
        }
    }

    void responseStarted(int status) {
        exchange.setStatus(status);
    }

    void responseSent(boolean isLast) {
        responseWritten = true;
        exchange.end();
        request = null;
        since = decoder.isInBody() ? since : loop.now();
        decoder.responseSent(isLast);
    }

    /** Called after each read with the capacity of what is not decoded yet. */
    void inputBuffered(long bytes) {
        if (bytes != inputBytes) {
            if (loop.node().input(authenticated).set(this, bytes)) {
                inputBytes = bytes;
            } else {
                rejectForLackOfRoom();
            }
        }
    }

    /** Counts a large response before memory is allocated for it; false, and the connection closed, if there is no room. */
    boolean reserveResponse(HttpContent content, int large) {
        var bytes = content.content().readableBytes();
        exchange.bodySent(bytes);
        if (bytes < large) {
            return true;
        }
        responseCounted = loop.node().responses(authenticated).set(this, unsentBytes() + bytes);
        if (!responseCounted) {
            close();
        }
        return responseCounted;
    }

    void flushed() {
        if (responseCounted) {
            countResponse(unsentBytes());
        }
    }

    boolean tryLinger() {
        return loop.tryLinger();
    }

    void lingerEnded() {
        loop.lingerEnded();
    }

    void checkDeadlines() {
        if (!isClientReading()) {
            close();
            return;
        }
        var waited = loop.now() - since;
        var limits = loop.limits();
        if (decoder.isInBody()) {
            if (isOver(waited, limits.body())) {
                rejectBody();
            }
        } else if (headInProgress) {
            if (isOver(waited, limits.head())) {
                decoder.rejectHead();
            }
        } else if (!decoder.isResponsePending() && isOver(waited, served ? limits.idle() : limits.head())) {
            close();
        }
    }

    /** Whether the client reads what is written to it. */
    private boolean isClientReading() {
        var bytes = unsentBytes();
        if (bytes == 0 || bytes < unsent || responseWritten) {
            unsentSince = loop.now();
            if (responseCounted) {
                loop.node().responses(authenticated).progressed(this);
            }
        }
        responseWritten = false;
        unsent = bytes;
        return ((bytes == 0 && !responseCounted) || countResponse(bytes))
                && !isOver(loop.now() - unsentSince, loop.limits().response());
    }

    private boolean countResponse(long bytes) {
        responseCounted = bytes > 0;
        return loop.node().responses(authenticated).set(this, bytes);
    }

    private long unsentBytes() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private static boolean isOver(int seconds, Duration limit) {
        return seconds > limit.toSeconds();
    }

    /** Also called by other event loops, which choose a connection to close; the value may be slightly out of date. */
    boolean isBeingServed() {
        return decoder.isResponsePending();
    }

    /** Closes the connection, because the limit is reached and another one is admitted. Called from any thread. */
    void closeForAnother() {
        loop.monitor().metrics().connectionLimitReached();
        closeToFreeMemory();
    }

    @Override
    public void closeToFreeMemory() {
        channel.eventLoop().execute(this::close);
    }

    /** Not by Vert.x, which would wait until the client has read everything. */
    void close() {
        var unused = decoder.context().close();
    }

    /** Sends the response for a lack of room, unless the client would take it for the response to a request in flight. */
    private void rejectForLackOfRoom() {
        loop.monitor().metrics().connectionLimitReached();
        if (decoder.isResponsePending()) {
            close();
            return;
        }
        decoder.discard();
        var unused = decoder.context()
                .writeAndFlush(ByteBufUtil.writeUtf8(channel.alloc(), requests.noRoomResponse()))
                .addListener(written -> close());
    }
}
