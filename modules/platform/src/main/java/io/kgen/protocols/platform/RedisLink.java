package io.kgen.protocols.platform;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redis as one verticle instance uses it, on its event loop only: one pipelined connection, where every command is answered
 * or failed within the timeout.
 *
 * <p>Several time-outs in a row break the connection. While there is none, commands fail at once and the link tries to get
 * a new one in the background, less and less often.
 */
public final class RedisLink {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    /** Callers that may wait at a time. The client's own limit, of commands sent, is half of it. */
    private static final int MAX_WAITING = 4_096;

    private static final int TIMEOUTS_OF_A_BROKEN_CONNECTION = 5;
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Vertx vertx;
    private final Context context;
    private final RedisConfig config;

    private Redis client;
    private RedisConnection connection;
    private RedisReads gathering;
    private int waiting;
    private int timeoutsInARow;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean reportedAway;
    private boolean closed;

    private RedisLink(Vertx vertx, RedisConfig config) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
    }

    /** Returns at once, with Redis away too, and connects in the background. */
    public static RedisLink open(Vertx vertx, RedisConfig config) {
        var link = new RedisLink(vertx, config);
        link.context.runOnContext(now -> link.connect());
        return link;
    }

    /** The value of a key, or null. All keys asked for in one turn of the event loop travel as one command. */
    public Future<Buffer> get(String key) {
        if (connection == null) {
            return Future.failedFuture(RedisAway.known());
        }
        if (waiting >= MAX_WAITING) {
            return Future.failedFuture(RedisAway.tooBusy());
        }
        waiting++;
        if (gathering == null) {
            gathering = new RedisReads();
            context.runOnContext(turnEnded -> sendGathered());
        }
        return gathering.add(key);
    }

    /** The answer to a command; null for nil. */
    public Future<Response> send(Request command) {
        if (waiting >= MAX_WAITING) {
            return Future.failedFuture(RedisAway.tooBusy());
        }
        waiting++;
        return dispatch(command).onComplete(answered -> waiting--);
    }

    public Future<Void> close() {
        closed = true;
        return disconnect();
    }

    private void sendGathered() {
        var reads = gathering;
        gathering = null;
        dispatch(reads.command()).onComplete((values, failure) -> {
            waiting -= reads.size();
            reads.complete(values, failure);
        });
    }

    private Future<Response> dispatch(Request command) {
        var used = connection;
        if (used == null) {
            return Future.failedFuture(RedisAway.known());
        }
        return used.send(command)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .transform((answer, failure) -> judge(used, answer, failure));
    }

    private Future<Response> judge(RedisConnection used, Response answer, Throwable failure) {
        if (!(failure instanceof TimeoutException)) {
            timeoutsInARow = 0;
            return failure == null ? Future.succeededFuture(answer) : Future.failedFuture(failure);
        }
        if (++timeoutsInARow >= TIMEOUTS_OF_A_BROKEN_CONNECTION) {
            lost(used, failure);
        }
        return Future.failedFuture(RedisAway.tooSlow());
    }

    private void connect() {
        if (closed) {
            return;
        }
        // A client of its own for each connection: closing the client is what really closes a pooled connection.
        var attempt = Redis.createClient(vertx, options());
        client = attempt;
        attempt.connect()
                .timeout(CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(this::connected)
                .onFailure(this::reconnectLater);
    }

    private void connected(RedisConnection established) {
        if (closed) {
            return;
        }
        // Answers that nobody waits for any more would be logged by the client, values included.
        established
                .handler(unexpected -> {})
                .exceptionHandler(failure -> lost(established, failure))
                .endHandler(end -> lost(established, new ClosedChannelException()));
        connection = established;
        timeoutsInARow = 0;
        pauseMillis = FIRST_PAUSE_MILLIS;
        reportedAway = false;
        LOG.info("Redis {}:{} is connected", config.host(), config.port());
    }

    private void lost(RedisConnection broken, Throwable failure) {
        if (connection == broken) {
            reconnectLater(failure);
        }
    }

    private void reconnectLater(Throwable failure) {
        disconnect();
        if (closed) {
            return;
        }
        if (!reportedAway) {
            reportedAway = true;
            LOG.warn("Redis {}:{} is away ({}); going on without it", config.host(), config.port(), kind(failure));
        }
        vertx.setTimer(pauseMillis, over -> context.runOnContext(now -> connect()));
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    private Future<Void> disconnect() {
        connection = null;
        var used = client;
        client = null;
        return used == null ? Future.succeededFuture() : used.close();
    }

    /** Not the message: an old Redis quotes the command that it refuses, password included. */
    private static String kind(Throwable failure) {
        return failure instanceof Response refusal
                ? refusal.toString().split(" ", 2)[0]
                : failure.getClass().getSimpleName();
    }

    private RedisOptions options() {
        var options = new RedisOptions()
                .setConnectionString("redis://" + config.host() + ":" + config.port())
                .setNetClientOptions(
                        new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_TIMEOUT_MILLIS))
                .setMaxPoolSize(1)
                .setPoolCleanerInterval(-1)
                .setMaxWaitingHandlers(MAX_WAITING / 2);
        return config.password().isEmpty()
                ? options
                : options.setPassword(config.password().value());
    }
}
