package io.kgen.protocols.platform;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.HostAndPort;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * Redis as one verticle instance uses it, on its event loop only: one pipelined connection, where every command is answered
 * or failed within the timeout.
 *
 * <p>Several time-outs in a row break the connection. While there is none, commands fail at once and the link tries to get
 * a new one in the background, less and less often. It leaves a Redis that is not, or no longer, the master.
 */
public final class RedisClient {

    /** Callers that may wait at a time. The client's own limit, of commands sent, is half of it. */
    private static final int MAX_WAITING = 4_096;

    private static final int TIMEOUTS_OF_A_BROKEN_CONNECTION = 5;
    private static final long WATCH_MILLIS = 1_000;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Vertx vertx;
    private final Context context;
    private final RedisConfig config;
    private final MasterResolver masters;
    private final RedisLog log;

    private MasterConnection master;
    private MgetBatch gathering;
    private int waiting;
    private int timeoutsInARow;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean closed;

    private RedisClient(Vertx vertx, RedisConfig config) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.masters = new MasterResolver(vertx, config, MAX_WAITING / 2);
        this.log = new RedisLog(
                LoggerFactory.getLogger(RedisClient.class),
                masters,
                config.access().tls().isOn());
    }

    /** Returns at once, with Redis away too, and connects in the background. */
    public static RedisClient open(Vertx vertx, RedisConfig config) {
        var link = new RedisClient(vertx, config);
        link.context.runOnContext(now -> {
            link.connect();
            link.vertx.setPeriodic(WATCH_MILLIS, link::pollMaster);
        });
        return link;
    }

    /** Identifies the Redis process that is connected; null while none is. */
    public String epoch() {
        return master == null ? null : master.epoch();
    }

    /** The value of a key, or null. All keys asked for in one turn of the event loop travel as one command. */
    public Future<Buffer> get(String key) {
        if (master == null) {
            return Future.failedFuture(RedisUnavailableException.known());
        }
        if (waiting >= MAX_WAITING) {
            return Future.failedFuture(RedisUnavailableException.tooBusy());
        }
        waiting++;
        if (gathering == null) {
            gathering = new MgetBatch();
            context.runOnContext(turnEnded -> sendGathered());
        }
        return gathering.add(key);
    }

    /** The answer to a command; null for nil. */
    public Future<Response> send(Request command) {
        if (waiting >= MAX_WAITING) {
            return Future.failedFuture(RedisUnavailableException.tooBusy());
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
        var used = master;
        if (used == null) {
            return Future.failedFuture(RedisUnavailableException.known());
        }
        return used.connection()
                .send(command)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .transform((answer, failure) -> judge(used, answer, failure));
    }

    private Future<Response> judge(MasterConnection used, Response answer, Throwable failure) {
        if (failure instanceof TimeoutException) {
            if (++timeoutsInARow >= TIMEOUTS_OF_A_BROKEN_CONNECTION) {
                lost(used, failure);
            }
            return Future.failedFuture(RedisUnavailableException.tooSlow());
        }
        timeoutsInARow = 0;
        if (isDemotion(failure)) {
            lost(used, failure);
        } else if (failure instanceof Response) {
            log.refused(failure);
        }
        return failure == null ? Future.succeededFuture(answer) : Future.failedFuture(failure);
    }

    /** Not at the start of the message if a script met it in a Redis before 7. */
    private static boolean isDemotion(Throwable failure) {
        return failure instanceof Response refusal && refusal.toString().contains("READONLY");
    }

    private void connect() {
        if (!closed) {
            masters.connect().onSuccess(this::connected).onFailure(this::reconnectLater);
        }
    }

    private void connected(MasterConnection found) {
        if (closed) {
            found.close();
            return;
        }
        // Answers that nobody waits for any more would be logged by the client, values included.
        found.connection()
                .handler(unexpected -> {})
                .exceptionHandler(failure -> lost(found, failure))
                .endHandler(end -> lost(found, new ClosedChannelException()));
        master = found;
        timeoutsInARow = 0;
        pauseMillis = FIRST_PAUSE_MILLIS;
        log.connected(MasterResolver.name(found.address()));
    }

    /** Detects a failover even when no command is sent. */
    private void pollMaster(long timer) {
        var watched = master;
        if (closed) {
            vertx.cancelTimer(timer);
        } else if (watched != null) {
            masters.locate().onComplete((now, failure) -> checkAddress(watched, now, failure));
        }
    }

    private void checkAddress(MasterConnection watched, HostAndPort now, Throwable failure) {
        if (!watched.address().equals(now)) {
            lost(watched, failure == null ? RedisUnavailableException.noMaster() : failure);
        }
    }

    private void lost(MasterConnection broken, Throwable failure) {
        if (broken.isSame(master)) {
            reconnectLater(failure);
        }
    }

    private void reconnectLater(Throwable failure) {
        disconnect();
        if (closed) {
            return;
        }
        log.away(failure);
        vertx.setTimer(pauseMillis, over -> context.runOnContext(now -> connect()));
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    private Future<Void> disconnect() {
        var used = master;
        master = null;
        return used == null ? Future.succeededFuture() : used.close();
    }
}
