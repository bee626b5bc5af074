package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.users.redis.RedisClient;
import io.kgen.protocols.users.redis.RedisConfig;
import io.kgen.protocols.users.redis.RedisMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batching, timeouts and reconnects of the client, with a real Redis. */
@ExtendWith(SandboxExtension.class)
class RedisClientIT {

    private static final int MAX_IN_FLIGHT = 4_096;
    private static final Request CLIENT_ID = Request.cmd(Command.CLIENT).arg("ID");

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Sandbox servers;

    RedisClientIT(Sandbox sandbox) {
        this.servers = sandbox;
    }

    @AfterEach
    void stop() {
        servers.redisServer().resume();
        promote();
        Await.result(vertx.close());
    }

    @Test
    void returnsTheRightValueToEachReadOfABatch() {
        var client = connect(TestRedis.config(servers.redis()));
        send(client, Request.cmd(Command.SET).arg("one").arg("1"));
        send(client, Request.cmd(Command.SET).arg("two").arg("2"));

        var values = Await.result(start(() -> Future.all(
                        Stream.of("two", "none", "one", "two").map(client::get).toList())))
                .<Buffer>list();

        assertThat(values).extracting(value -> Objects.toString(value, "nil")).containsExactly("2", "nil", "1", "2");
    }

    @Test
    void aRejectedCommandDoesNotCloseTheConnection() {
        var client = connect(TestRedis.config(servers.redis()));
        send(client, Request.cmd(Command.SET).arg("text").arg("not a number"));

        assertThat(Await.failure(
                        start(() -> client.send(Request.cmd(Command.INCR).arg("text")))))
                .hasMessageStartingWith("ERR value is not an integer");
        assertThat(send(client, Request.cmd(Command.GET).arg("text"))).isEqualTo("not a number");
    }

    @Test
    void e21_commandsToAHungRedisTimeOutThenFailAtOnceUntilItRecovers() {
        var client = connect(TestRedis.config(servers.redis()));
        servers.redisServer().pause();
        assertThat(Await.failure(start(() -> client.get("key")))).hasMessage("Redis did not reply in time");

        Await.until(() -> "Redis is unavailable"
                .equals(Await.failure(start(() -> client.get("key"))).getMessage()));

        servers.redisServer().resume();
        awaitConnected(client);
    }

    @Test
    void e21_limitsTheCommandsInFlightToAHungRedis() {
        var client = connect(TestRedis.config(servers.redis()));
        servers.redisServer().pause();

        var failures = Await.result(start(() -> Future.all(IntStream.range(0, MAX_IN_FLIGHT + 10)
                        .mapToObj(i -> client.get("key-" + i).transform(RedisClientIT::message))
                        .toList())))
                .<String>list();

        assertThat(failures)
                .filteredOn("too many commands to Redis are in flight"::equals)
                .hasSize(10);
        assertThat(failures).filteredOn("Redis did not reply in time"::equals).hasSize(MAX_IN_FLIGHT);
    }

    @Test
    void connectsToARedisThatStartsLater() {
        servers.redisServer().stop();
        RedisClient client;
        try {
            client = open(TestRedis.config(servers.redis()));
            assertThat(Await.failure(start(() -> client.get("key")))).hasMessage("Redis is unavailable");
        } finally {
            servers.redisServer().start();
        }

        awaitConnected(client);
    }

    @Test
    void replacesAClosedConnection() {
        var client = connect(TestRedis.config(servers.redis()));
        var id = send(client, CLIENT_ID);
        start(() -> client.send(Request.cmd(Command.QUIT)));

        awaitConnected(client);

        Await.until(() -> isConnected(client) && !send(client, CLIENT_ID).equals(id));
    }

    @Test
    void authenticatesWithThePasswordAndNeverLogsIt() {
        var client = connect(TestRedis.config(servers.redis()));
        send(client, Request.cmd(Command.CONFIG).arg("SET").arg("requirepass").arg("swordfish"));
        try (var log = Log.capture()) {
            connect(withPassword("swordfish"));
            open(withPassword("red-herring"));
            Await.until(() -> log.lines().anyMatch(line -> line.contains("unavailable (WRONGPASS)")));
            assertThat(log.lines()).noneMatch(line -> line.contains("swordfish") || line.contains("red-herring"));
        } finally {
            send(
                    client,
                    Request.cmd(Command.CONFIG).arg("SET").arg("requirepass").arg(""));
        }
    }

    @Test
    void closesTheConnectionToADemotedMasterAfterARejectedWrite() {
        var client = connect(TestRedis.config(servers.redis()));
        demote();
        assertThat(Await.failure(start(
                        () -> client.send(Request.cmd(Command.SET).arg("key").arg("value")))))
                .hasMessageStartingWith("READONLY");
        assertThat(Await.failure(start(() -> client.get("key")))).hasMessage("Redis is unavailable");

        promote();
        awaitConnected(client);
    }

    @Test
    void closesTheConnectionToADemotedMasterAfterARejectedWriteOfAScript() {
        var client = connect(TestRedis.config(servers.redis()));
        var script = Request.cmd(Command.EVAL).arg("return redis.call('SET', KEYS[1], 'value')");
        demote();
        Await.failure(start(() -> client.send(script.arg(1).arg("key"))));
        assertThat(Await.failure(start(() -> client.get("key")))).hasMessage("Redis is unavailable");
    }

    @Test
    void aRestartStartsAnotherEpoch() {
        var client = connect(TestRedis.config(servers.redis()));
        var epoch = client.epoch();
        assertThat(epoch).hasSize(40);

        servers.redisServer().stop();
        servers.redisServer().start();

        Await.until(() -> isConnected(client) && !client.epoch().equals(epoch));
    }

    @Test
    void isUnavailableAfterClose() {
        var client = connect(TestRedis.config(servers.redis()));

        Await.result(start(client::close));

        assertThat(Await.failure(start(() -> client.get("key")))).hasMessage("Redis is unavailable");
        assertThat(Await.failure(start(() -> client.send(Request.cmd(Command.PING)))))
                .hasMessage("Redis is unavailable");
    }

    private void demote() {
        assertThat(servers.redisServer().execute("REPLICAOF 127.0.0.1 1")).isEqualTo("+OK");
    }

    private void promote() {
        assertThat(servers.redisServer().execute("REPLICAOF NO ONE")).isEqualTo("+OK");
    }

    private RedisConfig withPassword(String password) {
        return TestRedis.config(servers.redis(), password);
    }

    private RedisClient connect(RedisConfig config) {
        var client = open(config);
        awaitConnected(client);
        return client;
    }

    private RedisClient open(RedisConfig config) {
        return Await.result(start(() -> Future.succeededFuture(
                RedisClient.open(vertx, config, new RedisMeters(new SimpleMeterRegistry(), "test")))));
    }

    private void awaitConnected(RedisClient client) {
        Await.until(() -> isConnected(client));
    }

    private boolean isConnected(RedisClient client) {
        return Await.result(start(() -> client.get("key").map(true).otherwise(false)));
    }

    private String send(RedisClient client, Request command) {
        return Await.result(start(() -> client.send(command).map(Response::toString)));
    }

    /** Runs the call on the event loop, as a verticle does. */
    private <T> Future<T> start(Supplier<Future<T>> call) {
        var result = Promise.<T>promise();
        loop.runOnContext(now -> call.get().onComplete(result));
        return result.future();
    }

    private static Future<String> message(AsyncResult<Buffer> outcome) {
        return Future.succeededFuture(
                outcome.succeeded() ? "succeeded" : outcome.cause().getMessage());
    }
}
