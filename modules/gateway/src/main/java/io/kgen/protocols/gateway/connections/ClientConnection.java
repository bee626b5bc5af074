package io.kgen.protocols.gateway.connections;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.AttributeKey;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;

/**
 * One connection of a client: what it is doing, since when, what memory it holds, and whether it is a stranger's, which is
 * one that has not carried an authenticated request yet.
 */
public final class ClientConnection implements Handler<HttpServerRequest>, ByteBudget.Holder {

    private static final AttributeKey<ClientConnection> KEY =
            AttributeKey.valueOf(ClientConnection.class, "connection");

    private final Channel channel;
    private final EventLoopConnections loop;
    private final RequestHandler requests;
    private final RequestDecoder decoder;

    private HttpServerRequest request;
    private boolean authenticated;
    private boolean served;
    private boolean headBegun;
    /** When what the connection is doing began, by the clock of the sweep. */
    private int since;

    private long heldInput;
    private boolean answerCounted;
    private boolean answerWritten;
    private long unsent;
    private int unsentSince;

    ClientConnection(Channel channel, EventLoopConnections loop, RequestHandler requests, RequestDecoder decoder) {
        this.channel = channel;
        this.loop = loop;
        this.requests = requests;
        this.decoder = decoder;
        this.since = loop.now();
    }

    /** Puts the handlers into a new connection's pipeline, and counts it or refuses it. */
    void install() {
        var pipeline = channel.pipeline();
        decoder.serve(this);
        pipeline.replace("httpDecoder", "httpDecoder", decoder);
        pipeline.addAfter("httpEncoder", "responseTracker", new ResponseTracker(this, decoder));
        if (loop.node().admit(this)) {
            channel.attr(KEY).set(this);
            loop.add(this);
            var unused = channel.closeFuture().addListener(closed -> loop.remove(this));
        } else {
            refuse();
        }
    }

    /** Notes that the connection has carried a request of a caller that we know: it is not a stranger's any more. */
    public static void authenticated(HttpServerRequest request) {
        var connection = ((HttpServerConnection) request.connection())
                .channelHandlerContext()
                .channel()
                .attr(KEY)
                .get();
        if (connection != null && !connection.authenticated) {
            connection.authenticated = true;
            connection.heldInput = 0;
            connection.loop.node().authenticated(connection);
        }
    }

    @Override
    public void handle(HttpServerRequest next) {
        request = next;
        requests.handle(next);
    }

    void headBegins() {
        if (!headBegun) {
            headBegun = true;
            since = loop.now();
        }
    }

    void headEnds() {
        headBegun = false;
        served = true;
        since = loop.now();
    }

    void bodyEnds() {
        since = loop.now();
    }

    /** The framing of the body in progress is broken, or the body is late. */
    void refuseBody() {
        decoder.discard();
        if (request == null || request.response().ended() || request.response().headWritten()) {
            close();
        } else {
            requests.rejectBody(request);
        }
    }

    void answered(boolean isLast) {
        answerWritten = true;
        request = null;
        since = decoder.isInBody() ? since : loop.now();
        decoder.answered(isLast);
    }

    /** Called after each read with what is left of it. */
    void holdsInput(long bytes) {
        if (bytes != heldInput) {
            if (loop.node().input(authenticated).set(this, bytes)) {
                heldInput = bytes;
            } else {
                refuse();
            }
        }
    }

    /** Counts a large answer before memory is taken for it; closes the connection if there is none. */
    boolean mayAnswer(HttpContent content, int large) {
        var bytes = content.content().readableBytes();
        if (bytes < large) {
            return true;
        }
        answerCounted = loop.node().answers(authenticated).set(this, unsentBytes() + bytes);
        if (!answerCounted) {
            close();
        }
        return answerCounted;
    }

    void flushed() {
        if (answerCounted) {
            countAnswer(unsentBytes());
        }
    }

    boolean mayLinger() {
        return loop.mayLinger();
    }

    void lingered() {
        loop.lingered();
    }

    void checkDeadlines() {
        if (!isReadInTime()) {
            close();
            return;
        }
        var waited = loop.now() - since;
        var limits = loop.limits();
        if (decoder.isInBody()) {
            if (isOver(waited, limits.body())) {
                refuseBody();
            }
        } else if (headBegun) {
            if (isOver(waited, limits.head())) {
                decoder.refuseHead();
            }
        } else if (!decoder.isAnswerDue() && isOver(waited, served ? limits.idle() : limits.head())) {
            close();
        }
    }

    /** Whether what is written to the client moves. */
    private boolean isReadInTime() {
        var bytes = unsentBytes();
        if (bytes == 0 || bytes < unsent || answerWritten) {
            unsentSince = loop.now();
            if (answerCounted) {
                loop.node().answers(authenticated).progressed(this);
            }
        }
        answerWritten = false;
        unsent = bytes;
        return ((bytes == 0 && !answerCounted) || countAnswer(bytes))
                && !isOver(loop.now() - unsentSince, loop.limits().answer());
    }

    private boolean countAnswer(long bytes) {
        answerCounted = bytes > 0;
        return loop.node().answers(authenticated).set(this, bytes);
    }

    private long unsentBytes() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private static boolean isOver(int seconds, Duration limit) {
        return seconds > limit.toSeconds();
    }

    /** Read by other event loops, too, to choose which stranger has to go; it may be a moment old. */
    boolean isBeingServed() {
        return decoder.isAnswerDue();
    }

    @Override
    public void closeToFreeMemory() {
        channel.eventLoop().execute(this::close);
    }

    /** Past Vert.x, which would wait until the client has read everything. */
    void close() {
        var unused = decoder.context().close();
    }

    /** Says that there is no room, unless that would look like the answer to a request in progress. */
    private void refuse() {
        if (decoder.isAnswerDue()) {
            close();
            return;
        }
        decoder.discard();
        var unused = decoder.context()
                .writeAndFlush(ByteBufUtil.writeUtf8(channel.alloc(), requests.noRoomResponse()))
                .addListener(written -> close());
    }
}
