package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.platform.RedisClient;
import io.kgen.protocols.platform.RedisConfig;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
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

/** The platform's link to Redis; tested here because the sandbox stands on the platform. */
@ExtendWith(SandboxExtension.class)
class RedisClientIT {

    private static final int MAX_WAITING = 4_096;
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
    void eachReaderOfOneTurnGetsItsOwnValue() {
        var link = connect(TestRedis.config(servers.redis()));
        send(link, Request.cmd(Command.SET).arg("one").arg("1"));
        send(link, Request.cmd(Command.SET).arg("two").arg("2"));

        var values = Await.result(start(() -> Future.all(
                        Stream.of("two", "none", "one", "two").map(link::get).toList())))
                .<Buffer>list();

        assertThat(values).extracting(value -> Objects.toString(value, "nil")).containsExactly("2", "nil", "1", "2");
    }

    @Test
    void aRefusedCommandFailsAloneAndTheConnectionGoesOn() {
        var link = connect(TestRedis.config(servers.redis()));
        send(link, Request.cmd(Command.SET).arg("text").arg("no number"));

        assertThat(Await.failure(start(() -> link.send(Request.cmd(Command.INCR).arg("text")))))
                .hasMessageStartingWith("ERR value is not an integer");
        assertThat(send(link, Request.cmd(Command.GET).arg("text"))).isEqualTo("no number");
    }

    @Test
    void e21_aHungRedisFailsCommandsInTimeThenAtOnceAndIsUsedAgainWhenItAnswers() {
        var link = connect(TestRedis.config(servers.redis()));
        servers.redisServer().pause();
        assertThat(Await.failure(start(() -> link.get("key")))).hasMessage("Redis did not answer in time");

        Await.until(() -> "Redis is away"
                .equals(Await.failure(start(() -> link.get("key"))).getMessage()));

        servers.redisServer().resume();
        awaitConnected(link);
    }

    @Test
    void e21_theQueueToAHungRedisIsBounded() {
        var link = connect(TestRedis.config(servers.redis()));
        servers.redisServer().pause();

        var failures = Await.result(start(() -> Future.all(IntStream.range(0, MAX_WAITING + 10)
                        .mapToObj(i -> link.get("key-" + i).transform(RedisClientIT::message))
                        .toList())))
                .<String>list();

        assertThat(failures)
                .filteredOn("too many commands are waiting for Redis"::equals)
                .hasSize(10);
        assertThat(failures).filteredOn("Redis did not answer in time"::equals).hasSize(MAX_WAITING);
    }

    @Test
    void aRedisThatIsAwayIsUsedWhenItComes() {
        servers.redisServer().stop();
        RedisClient link;
        try {
            link = open(TestRedis.config(servers.redis()));
            assertThat(Await.failure(start(() -> link.get("key")))).hasMessage("Redis is away");
        } finally {
            servers.redisServer().start();
        }

        awaitConnected(link);
    }

    @Test
    void aConnectionThatIsCutIsReplaced() {
        var link = connect(TestRedis.config(servers.redis()));
        var id = send(link, CLIENT_ID);
        start(() -> link.send(Request.cmd(Command.QUIT)));

        awaitConnected(link);

        Await.until(() -> isConnected(link) && !send(link, CLIENT_ID).equals(id));
    }

    @Test
    void authenticatesWithThePasswordAndNeverLogsIt() {
        var link = connect(TestRedis.config(servers.redis()));
        send(link, Request.cmd(Command.CONFIG).arg("SET").arg("requirepass").arg("swordfish"));
        try (var log = Log.listen()) {
            connect(withPassword("swordfish"));
            open(withPassword("red-herring"));
            Await.until(() -> log.lines().anyMatch(line -> line.contains("is away (WRONGPASS)")));
            assertThat(log.lines()).noneMatch(line -> line.contains("swordfish") || line.contains("red-herring"));
        } finally {
            send(link, Request.cmd(Command.CONFIG).arg("SET").arg("requirepass").arg(""));
        }
    }

    @Test
    void aDemotedMasterIsLeftAtTheFirstWriteThatItRefuses() {
        var link = connect(TestRedis.config(servers.redis()));
        demote();
        assertThat(Await.failure(start(
                        () -> link.send(Request.cmd(Command.SET).arg("key").arg("value")))))
                .hasMessageStartingWith("READONLY");
        assertThat(Await.failure(start(() -> link.get("key")))).hasMessage("Redis is away");

        promote();
        awaitConnected(link);
    }

    @Test
    void aDemotedMasterIsLeftAtAWriteOfAScriptToo() {
        var link = connect(TestRedis.config(servers.redis()));
        var script = Request.cmd(Command.EVAL).arg("return redis.call('SET', KEYS[1], 'value')");
        demote();
        Await.failure(start(() -> link.send(script.arg(1).arg("key"))));
        assertThat(Await.failure(start(() -> link.get("key")))).hasMessage("Redis is away");
    }

    @Test
    void aRestartBeginsAnotherEpoch() {
        var link = connect(TestRedis.config(servers.redis()));
        var epoch = link.epoch();
        assertThat(epoch).hasSize(40);

        servers.redisServer().stop();
        servers.redisServer().start();

        Await.until(() -> isConnected(link) && !link.epoch().equals(epoch));
    }

    @Test
    void isAwayOnceItIsClosed() {
        var link = connect(TestRedis.config(servers.redis()));

        Await.result(start(link::close));

        assertThat(Await.failure(start(() -> link.get("key")))).hasMessage("Redis is away");
        assertThat(Await.failure(start(() -> link.send(Request.cmd(Command.PING)))))
                .hasMessage("Redis is away");
    }

    private void demote() {
        assertThat(servers.redisServer().ask("REPLICAOF 127.0.0.1 1")).isEqualTo("+OK");
    }

    private void promote() {
        assertThat(servers.redisServer().ask("REPLICAOF NO ONE")).isEqualTo("+OK");
    }

    private RedisConfig withPassword(String password) {
        return TestRedis.config(servers.redis(), password);
    }

    private RedisClient connect(RedisConfig config) {
        var link = open(config);
        awaitConnected(link);
        return link;
    }

    private RedisClient open(RedisConfig config) {
        return Await.result(start(() -> Future.succeededFuture(RedisClient.open(vertx, config))));
    }

    private void awaitConnected(RedisClient link) {
        Await.until(() -> isConnected(link));
    }

    private boolean isConnected(RedisClient link) {
        return Await.result(start(() -> link.get("key").map(true).otherwise(false)));
    }

    private String send(RedisClient link, Request command) {
        return Await.result(start(() -> link.send(command).map(Response::toString)));
    }

    /** On the event loop, as a verticle would. */
    private <T> Future<T> start(Supplier<Future<T>> asked) {
        var answer = Promise.<T>promise();
        loop.runOnContext(now -> asked.get().onComplete(answer));
        return answer.future();
    }

    private static Future<String> message(AsyncResult<Buffer> outcome) {
        return Future.succeededFuture(
                outcome.succeeded() ? "answered" : outcome.cause().getMessage());
    }
}
