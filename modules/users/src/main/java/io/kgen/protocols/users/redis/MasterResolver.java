package io.kgen.protocols.users.redis;

import io.kgen.protocols.platform.Host;
import io.kgen.protocols.users.redis.RedisUnavailableException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the master: at the configured address, or at the address that a majority of all sentinels returns.
 *
 * <p>A majority, because a failover needs one: a node that is separated from the others with an old master and a few
 * sentinels finds no master, and continues without Redis.
 */
final class MasterResolver {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final int SENTINEL_TIMEOUT_MILLIS = 500;

    private final Vertx vertx;
    private final RedisConfig config;
    private final SentinelConfig sentinels;
    private final HostAndPort configured;
    private final int maxInFlight;

    /** @param maxInFlight commands to a master */
    MasterResolver(Vertx vertx, RedisConfig config, int maxInFlight) {
        this.vertx = vertx;
        this.config = config;
        this.sentinels = config.sentinels();
        this.configured = HostAndPort.create(config.host(), config.port());
        this.maxInFlight = maxInFlight;
    }

    Future<MasterConnection> connect() {
        return locate().compose(this::connect);
    }

    /** The current address of the master. */
    Future<HostAndPort> locate() {
        if (sentinels.isEmpty()) {
            return Future.succeededFuture(configured);
        }
        var replies = sentinels.nodes().stream().map(this::query).toList();
        return Future.join(replies).transform((all, someFailed) -> majority(replies));
    }

    private Future<MasterConnection> connect(HostAndPort address) {
        var client = client(address, config.access(), maxInFlight);
        return open(client)
                .compose(connection -> MasterEpoch.of(connection::send)
                        .map(epoch -> new MasterConnection(client, connection, address, epoch)))
                .timeout(CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(failure -> client.close());
    }

    private Future<HostAndPort> query(HostAndPort sentinel) {
        var client = client(sentinel, sentinels.access(), 1);
        return open(client)
                .compose(connection -> connection.send(Request.cmd(Command.SENTINEL)
                        .arg("GET-MASTER-ADDR-BY-NAME")
                        .arg(sentinels.master())))
                .map(MasterResolver::parseAddress)
                .timeout(SENTINEL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .eventually(client::close);
    }

    /** Without a handler, the client logs a connection that breaks; that its commands fail is enough. */
    private static Future<RedisConnection> open(Redis client) {
        return client.connect().map(connection -> connection.exceptionHandler(failure -> {}));
    }

    /** Fails for the nil of a sentinel that does not know the master. */
    private static HostAndPort parseAddress(Response hostAndPort) {
        return HostAndPort.create(
                hostAndPort.get(0).toString(), hostAndPort.get(1).toInteger());
    }

    private Future<HostAndPort> majority(List<Future<HostAndPort>> replies) {
        var votes = replies.stream()
                .filter(Future::succeeded)
                .map(Future::result)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return votes.entrySet().stream()
                .filter(candidate -> candidate.getValue() >= sentinels.majority())
                .map(candidate -> Future.succeededFuture(candidate.getKey()))
                .findFirst()
                .orElseGet(() -> Future.failedFuture(new RedisUnavailableException(Reason.UNKNOWN_MASTER)));
    }

    /** One client for each connection, because only closing the client closes a pooled connection. */
    private Redis client(HostAndPort server, RedisAccess access, int maxInFlight) {
        var options = new RedisOptions()
                .setConnectionString(access.scheme() + "://" + name(server))
                .setMaxPoolSize(1)
                .setPoolCleanerInterval(-1)
                .setMaxWaitingHandlers(maxInFlight);
        var connection = new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        return Redis.createClient(vertx, access.apply(options, connection));
    }

    /** For the log. */
    @Override
    public String toString() {
        return sentinels.isEmpty() ? name(configured) : sentinels.master();
    }

    /** With brackets around an IPv6 address. */
    static String name(HostAndPort server) {
        return Host.inUri(server.host()) + ":" + server.port();
    }
}
