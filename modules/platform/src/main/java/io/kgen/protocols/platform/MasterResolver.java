package io.kgen.protocols.platform;

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
 * Finds the master: where the configuration says, or where a majority of all sentinels says.
 *
 * <p>A majority, since it takes one to make another Redis the master: whoever is cut off with an old master and a few
 * sentinels learns that there is none, and goes on without Redis.
 */
final class MasterResolver {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final int SENTINEL_TIMEOUT_MILLIS = 500;

    private final Vertx vertx;
    private final RedisConfig config;
    private final SentinelConfig sentinels;
    private final HostAndPort configured;
    private final int maxSent;

    /** @param maxSent commands that may be on their way to a master at a time */
    MasterResolver(Vertx vertx, RedisConfig config, int maxSent) {
        this.vertx = vertx;
        this.config = config;
        this.sentinels = config.sentinels();
        this.configured = HostAndPort.create(config.host(), config.port());
        this.maxSent = maxSent;
    }

    Future<MasterConnection> connect() {
        return locate().compose(this::connect);
    }

    /** Where the master is now. */
    Future<HostAndPort> locate() {
        if (sentinels.isEmpty()) {
            return Future.succeededFuture(configured);
        }
        var answers = sentinels.nodes().stream().map(this::ask).toList();
        return Future.join(answers).transform((all, someFailed) -> agreed(answers));
    }

    private Future<MasterConnection> connect(HostAndPort address) {
        var client = client(address, config.access(), maxSent);
        return open(client)
                .compose(connection -> MasterEpoch.of(connection::send)
                        .map(epoch -> new MasterConnection(client, connection, address, epoch)))
                .timeout(CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(failure -> client.close());
    }

    private Future<HostAndPort> ask(HostAndPort sentinel) {
        var client = client(sentinel, sentinels.access(), 1);
        return open(client)
                .compose(connection -> connection.send(Request.cmd(Command.SENTINEL)
                        .arg("GET-MASTER-ADDR-BY-NAME")
                        .arg(sentinels.master())))
                .map(MasterResolver::address)
                .timeout(SENTINEL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .eventually(client::close);
    }

    /** A connection that breaks before anybody listens would be logged; its commands fail, which is enough. */
    private static Future<RedisConnection> open(Redis client) {
        return client.connect().map(connection -> connection.exceptionHandler(failure -> {}));
    }

    /** Fails for the nil of a sentinel that knows no such master. */
    private static HostAndPort address(Response hostAndPort) {
        return HostAndPort.create(
                hostAndPort.get(0).toString(), hostAndPort.get(1).toInteger());
    }

    private Future<HostAndPort> agreed(List<Future<HostAndPort>> answers) {
        var votes = answers.stream()
                .filter(Future::succeeded)
                .map(Future::result)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return votes.entrySet().stream()
                .filter(candidate -> candidate.getValue() >= sentinels.majority())
                .map(candidate -> Future.succeededFuture(candidate.getKey()))
                .findFirst()
                .orElseGet(() -> Future.failedFuture(RedisUnavailableException.nobodyKnowsTheMaster()));
    }

    /** A client of its own for each connection: closing the client is what really closes a pooled connection. */
    private Redis client(HostAndPort server, RedisAccess access, int maxSent) {
        var options = new RedisOptions()
                .setConnectionString(access.scheme() + "://" + name(server))
                .setMaxPoolSize(1)
                .setPoolCleanerInterval(-1)
                .setMaxWaitingHandlers(maxSent);
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
