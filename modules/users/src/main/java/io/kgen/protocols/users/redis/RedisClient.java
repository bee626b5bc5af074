package io.kgen.protocols.users.redis;

import io.kgen.protocols.bus.Tracing;
import io.kgen.protocols.users.redis.RedisMeters.Failure;
import io.kgen.protocols.users.redis.RedisUnavailableException.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.HostAndPort;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * The Redis client of one verticle instance, for its event loop only: one pipelined connection to the master, on which
 * each command completes or fails within the timeout.
 *
 * <p>Several timeouts in a row close the connection. Without a connection, commands fail at once, and the client
 * reconnects in the background with a growing delay. It closes a connection to a Redis that is no longer the master.
 */
public final class RedisClient {

    /** Callers in flight. The limit of the Vert.x client, for commands, is half of it. */
    private static final int MAX_IN_FLIGHT = 4_096;

    private static final int TIMEOUTS_OF_A_BROKEN_CONNECTION = 5;
    private static final long POLL_MILLIS = 1_000;
    private static final long FIRST_DELAY_MILLIS = 100;
    private static final long LONGEST_DELAY_MILLIS = 2_000;

    private final Vertx vertx;
    private final Context context;
    private final Tracing tracing;
    private final RedisConfig config;
    private final MasterResolver masters;
    private final RedisLog log;
    private final RedisMeters meters;

    private MasterConnection master;
    private MgetBatch batch;
    private int inFlight;
    private int timeoutsInARow;
    private long delayMillis = FIRST_DELAY_MILLIS;
    private boolean closed;

    private RedisClient(Vertx vertx, RedisConfig config, RedisMeters meters) {
        this.meters = meters;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.tracing = Tracing.of(vertx);
        this.config = config;
        this.masters = new MasterResolver(vertx, config, MAX_IN_FLIGHT / 2);
        this.log = new RedisLog(
                LoggerFactory.getLogger(RedisClient.class),
                masters,
                config.access().tls().isOn());
    }

    /** Returns at once, also while Redis is unavailable, and connects in the background. */
    public static RedisClient open(Vertx vertx, RedisConfig config, RedisMeters meters) {
        var client = new RedisClient(vertx, config, meters);
        client.context.runOnContext(now -> {
            client.connect();
            client.vertx.setPeriodic(POLL_MILLIS, client::pollMaster);
        });
        return client;
    }

    /** Identifies the Redis process that is connected; null while none is. */
    public String epoch() {
        return master == null ? null : master.epoch();
    }

    /** The value of a key, or null. The reads of one event-loop tick are one command. */
    public Future<Buffer> get(String key) {
        return tracing == null ? read(key) : traced("redis MGET", () -> read(key));
    }

    private Future<Buffer> read(String key) {
        if (master == null) {
            return unavailable(Reason.NOT_CONNECTED);
        }
        if (inFlight >= MAX_IN_FLIGHT) {
            return unavailable(Reason.OVERLOADED);
        }
        inFlight++;
        meters.started();
        if (batch == null) {
            batch = new MgetBatch();
            context.runOnContext(endOfTick -> sendBatch());
        }
        return batch.add(key);
    }

    /** The reply to a command; null for nil. */
    public Future<Response> send(Request command) {
        return tracing == null
                ? write(command)
                : traced("redis " + command.command().toString().toUpperCase(Locale.ROOT), () -> write(command));
    }

    private Future<Response> write(Request command) {
        if (inFlight >= MAX_IN_FLIGHT) {
            return unavailable(Reason.OVERLOADED);
        }
        inFlight++;
        meters.started();
        return dispatch(command).onComplete(done -> finished(1));
    }

    private void finished(int commands) {
        inFlight -= commands;
        meters.finished(commands);
    }

    /** The span of a read is the time until its value is here, including the wait for the command of the tick. */
    private <T> Future<T> traced(String name, Supplier<Future<T>> step) {
        var span = tracing.startChild(name, Tracing.Kind.CLIENT);
        return span == null ? step.get() : span.with("db.system.name", "redis").around(step);
    }

    public Future<Void> close() {
        closed = true;
        return disconnect();
    }

    private void sendBatch() {
        var reads = batch;
        batch = null;
        dispatch(reads.command()).onComplete((values, failure) -> {
            finished(reads.size());
            reads.complete(values, failure);
        });
    }

    private Future<Response> dispatch(Request command) {
        var used = master;
        if (used == null) {
            return unavailable(Reason.NOT_CONNECTED);
        }
        var startedAt = System.nanoTime();
        return used.connection()
                .send(command)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> meters.completed(command.command(), startedAt))
                .transform((reply, failure) -> classify(used, reply, failure));
    }

    private Future<Response> classify(MasterConnection used, Response reply, Throwable failure) {
        if (failure instanceof TimeoutException) {
            if (++timeoutsInARow >= TIMEOUTS_OF_A_BROKEN_CONNECTION) {
                connectionLost(used, failure);
            }
            return unavailable(Reason.TIMEOUT);
        }
        timeoutsInARow = 0;
        if (failure != null) {
            meters.failed(failure instanceof Response ? Failure.REJECTED : Failure.NETWORK);
        }
        if (isDemotion(failure)) {
            connectionLost(used, failure);
        } else if (failure instanceof Response && !closed) {
            // A command in flight when this client closes its connection is not rejected by Redis.
            log.commandRejected(failure);
        }
        return failure == null ? Future.succeededFuture(reply) : Future.failedFuture(failure);
    }

    /** Before Redis 7, the code of an error in a script is not at the start of the message. */
    private static boolean isDemotion(Throwable failure) {
        return failure instanceof Response rejection && rejection.toString().contains("READONLY");
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
        // Without a handler, the client logs replies that come after their timeout, values included.
        found.connection()
                .handler(unexpected -> {})
                .exceptionHandler(failure -> connectionLost(found, failure))
                .endHandler(end -> connectionLost(found, new ClosedChannelException()));
        master = found;
        meters.connected();
        timeoutsInARow = 0;
        delayMillis = FIRST_DELAY_MILLIS;
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
            connectionLost(watched, failure == null ? new RedisUnavailableException(Reason.NOT_MASTER) : failure);
        }
    }

    private void connectionLost(MasterConnection broken, Throwable failure) {
        if (broken.isSame(master)) {
            reconnectLater(failure);
        }
    }

    private void reconnectLater(Throwable failure) {
        disconnect();
        if (closed) {
            return;
        }
        log.unavailable(failure);
        vertx.setTimer(delayMillis, elapsed -> context.runOnContext(now -> connect()));
        delayMillis = Math.min(2 * delayMillis, LONGEST_DELAY_MILLIS);
    }

    private <T> Future<T> unavailable(Reason reason) {
        meters.failed(
                switch (reason) {
                    case OVERLOADED -> Failure.OVERLOADED;
                    case TIMEOUT -> Failure.TIMEOUT;
                    default -> Failure.NOT_CONNECTED;
                });
        return Future.failedFuture(new RedisUnavailableException(reason));
    }

    private Future<Void> disconnect() {
        var used = master;
        master = null;
        if (used == null) {
            return Future.succeededFuture();
        }
        meters.disconnected();
        return used.close();
    }
}
