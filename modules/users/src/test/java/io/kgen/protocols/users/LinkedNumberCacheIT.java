package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.users.redis.RedisClient;
import io.kgen.protocols.users.redis.RedisMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leases, tombstones and the canary, on a real Redis. */
@ExtendWith(SandboxExtension.class)
class LinkedNumberCacheIT {

    private static final VersionedLink LINK =
            new VersionedLink(7, new LinkedNumber("user", "", "", "", "+49 176 1", ""));

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final PlayerId player = new PlayerId(UUID.randomUUID().toString(), "user");
    private final Sandbox servers;

    private LinkedNumberCache cache;

    LinkedNumberCacheIT(Sandbox sandbox) {
        this.servers = sandbox;
    }

    @BeforeEach
    void start() {
        cache = Await.result(on(() -> Future.succeededFuture(new LinkedNumberCache(
                RedisClient.open(
                        vertx, TestRedis.config(servers.redis()), new RedisMeters(new SimpleMeterRegistry(), "test")),
                UsersHarness.config(servers)))));
        Await.until(() -> cache.epoch() != null);
    }

    @AfterEach
    void stop() {
        Await.result(vertx.close());
    }

    @Test
    void anInvalidationRemovesOnlyAnOlderEntry() {
        fill();

        Await.result(on(() -> cache.invalidate(player, 7)));
        assertThat(Await.result(on(() -> cache.find(player)))).isEqualTo(LINK);

        Await.result(on(() -> cache.invalidate(player, 8)));
        assertThat(Await.result(on(() -> cache.find(player)))).isNull();
    }

    @Test
    void e61_anInvalidationRemovesTheEntryOfANodeOfThePreviousVersion() {
        var key = CacheKey.ofPreviousVersion(player).text();
        servers.redisServer().execute("SET " + key + " =7:+49-176-1");

        Await.result(on(() -> cache.invalidate(player, 8)));

        assertThat(servers.redisServer().execute("GET " + key)).contains("?8:");
    }

    @Test
    void e20_anInvalidationEndsALeaseDespiteATombstoneOfANewerVersion() {
        Await.result(on(() -> cache.invalidate(player, 9)));
        var lease = Await.result(on(() -> cache.acquireLease(player)));

        Await.result(on(() -> cache.invalidate(player, 8)));
        Await.result(on(() -> cache.fill(player, lease, VersionedLink.NONE)));

        assertThat(Await.result(on(() -> cache.find(player)))).isNull();
    }

    @Test
    void e26_aBatchReportsWhetherRedisStillHasEarlierInvalidations() {
        var writer = new InvalidationWriter(cache);
        fill();

        assertThat(Await.result(on(() -> writer.apply(List.of())))).isTrue();
        assertThat(Await.result(on(() -> writer.apply(List.of(new Invalidation(CacheKey.of(player), 8))))))
                .isTrue();
        assertThat(Await.result(on(() -> cache.find(player)))).isNull();

        servers.redisServer().flush();
        assertThat(Await.result(on(() -> writer.apply(List.of())))).isFalse();
        assertThat(Await.result(on(() -> writer.apply(List.of())))).isTrue();
    }

    private void fill() {
        var lease = Await.result(on(() -> cache.acquireLease(player)));
        Await.result(on(() -> cache.fill(player, lease, LINK)));
        assertThat(Await.result(on(() -> cache.find(player)))).isEqualTo(LINK);
    }

    /** Runs the call on the event loop, as a verticle does. */
    private <T> Future<T> on(Supplier<Future<T>> call) {
        var result = Promise.<T>promise();
        loop.runOnContext(now -> call.get().onComplete(result));
        return result.future();
    }
}
