package io.kgen.protocols.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.Application;
import io.kgen.protocols.app.support.ClusterInJvm;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TcpProxy;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A change on one node and lookups on the other node. */
@ExtendWith(SandboxExtension.class)
class CacheOfAllNodesIT {

    private static final String KEY = key("issuer", "player");
    private static final FindLinkedNumber FIND = new FindLinkedNumber(new PlayerId("issuer", "player"));
    private static final String NUMBER = "=";
    private static final String ABSENT = "-";

    private static final UnlinkNumber UNLINK = new UnlinkNumber(new PlayerId("issuer", "player"));
    private static final LinkNumber LINK = LinkNumber.builder(new PlayerId("issuer", "player"), "+4917612345678")
            .build();

    @AutoClose
    private final ClusterInJvm cluster;

    private final Sandbox sandbox;

    @AutoClose
    private final TcpProxy redisOfOne;

    private Application one;
    private Application other;

    CacheOfAllNodesIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.cluster = new ClusterInJvm(sandbox);
        this.redisOfOne = TcpProxy.to(sandbox.redis().port());
    }

    @BeforeEach
    void start() {
        one = cluster.join(Map.of("PLATFORM_REDIS_PORT", Integer.toString(redisOfOne.port())));
        other = cluster.join(Map.of());
    }

    @Test
    void anUnlinkIsVisibleAtOnceOnItsNodeAndSoonOnTheOther() {
        linkAndCache();

        Await.result(call(one, UsersOperations.UNLINK_NUMBER, UNLINK));

        assertThat(isLinked(one)).isFalse();
        assertThat(isLinked(other)).isFalse();
    }

    @Test
    void e20_theOtherNodeInvalidatesAChangeOfANodeWithoutRedis() {
        linkAndCache();
        redisOfOne.dropAll();

        Await.result(call(one, UsersOperations.UNLINK_NUMBER, UNLINK));

        assertThat(isLinked(one)).isFalse();
        // Without an invalidation, the entry in Redis would stay for five minutes.
        Await.until(() -> !isLinked(other));
        // The other node applies the invalidation that the first node could not write, and fills the entry again.
        Await.until(() -> !isLinked(other) && isCached(ABSENT));
    }

    /** The key of the entry: 128 bits of the SHA-256 of issuer, NUL, user id. */
    private static String key(String issuer, String userId) {
        try {
            var hash = MessageDigest.getInstance("SHA-256")
                    .digest((issuer + '\0' + userId).getBytes(StandardCharsets.UTF_8));
            return "users:number:" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void linkAndCache() {
        Await.result(call(one, UsersOperations.LINK_NUMBER, LINK));
        Await.until(() -> isLinked(other) && isCached(NUMBER));
    }

    private boolean isCached(String kind) {
        return sandbox.redisServer().execute("GET " + KEY).contains("\n" + kind);
    }

    private static boolean isLinked(Application node) {
        return Await.result(call(node, UsersOperations.FIND_LINKED_NUMBER, FIND)
                .map(true)
                .recover(failure -> ServiceException.is(failure, FailureCode.NOT_FOUND)
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure)));
    }

    private static <Q extends Record, R extends Record> Future<R> call(
            Application node, Operation<Q, R> operation, Q request) {
        return new BusClient(node.vertx()).call(operation, request, CallContext.root());
    }
}
