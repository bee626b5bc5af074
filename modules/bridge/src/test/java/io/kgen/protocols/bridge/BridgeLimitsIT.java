package io.kgen.protocols.bridge;

import static io.kgen.protocols.bridge.BridgeFixture.ALICE;
import static io.kgen.protocols.bridge.BridgeFixture.BOB;
import static io.kgen.protocols.bridge.BridgeFixture.CHANGED;
import static io.kgen.protocols.bridge.BridgeFixture.LIMITS;
import static io.kgen.protocols.bridge.BridgeFixture.SOON;
import static io.kgen.protocols.bridge.BridgeFixture.find;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.contracts.users.UsersTopics;
import io.kgen.protocols.platform.LimitsConfig;
import io.kgen.protocols.platform.Rate;
import io.kgen.protocols.platform.RequestKind;
import io.kgen.protocols.sandbox.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits for one client: memory, requests in flight, time. */
class BridgeLimitsIT {

    private BridgeFixture bridge;

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void e62_aSlowSenderGetsAnErrorAndIsClosed() {
        bridge = BridgeFixture.start(new BridgeLimits(20, 5, LIMITS.authentication(), SOON, LIMITS.idle()));
        var client = bridge.connect(ALICE).announce(1000);
        // A single byte from time to time does not extend the timeout.
        Await.until(() -> !client.tryWrite((byte) ' ') || bridge.stats.connections() == 0);
        bridge.awaitReleased();

        var slow = bridge.connect(ALICE).announce(1000).write(new byte[999]);
        assertThat(slow.text()).isEqualTo("{\"type\":\"err\",\"message\":\"frame_timeout\"}");
        assertThat(slow.isClosed()).isTrue();
        bridge.awaitReleased();
    }

    @Test
    void e62_aSlowSenderOfTheLengthIsClosed() {
        bridge = BridgeFixture.start(new BridgeLimits(20, 5, LIMITS.authentication(), SOON, LIMITS.idle()));
        var client = bridge.connect(ALICE).write(new byte[] {0, 0});
        assertThat(client.receive().getString("message")).isEqualTo("frame_timeout");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void aClientThatDoesNotAuthenticateIsClosedEvenIfItPings() {
        bridge = BridgeFixture.start(new BridgeLimits(20, 5, SOON, LIMITS.frame(), LIMITS.idle()));
        var silent = bridge.connect();
        var pinging = bridge.connect().ping().ping();
        assertThat(silent.text()).isEqualTo("{\"type\":\"err\",\"message\":\"auth_timeout\"}");
        assertThat(silent.isClosed()).isTrue();
        assertThat(pinging.receive().getString("message")).isEqualTo("auth_timeout");
        assertThat(pinging.isClosed()).isTrue();
        bridge.awaitReleased();
    }

    @Test
    void anIdleClientIsClosedUnlessARequestIsInFlight() {
        bridge = BridgeFixture.start(new BridgeLimits(20, 5, LIMITS.authentication(), LIMITS.frame(), SOON));
        var reply = Promise.<LinkedNumber>promise();
        bridge.find = request -> reply.future();
        var waiting = bridge.connect(ALICE).send(find("r1"));
        var idle = bridge.connect(ALICE);
        assertThat(idle.text()).isEqualTo("{\"type\":\"err\",\"message\":\"idle_timeout\"}");
        assertThat(idle.isClosed()).isTrue();
        reply.complete(new LinkedNumber("1234", "", "", "", "1", ""));
        assertThat(waiting.receive().getString("address")).isEqualTo("r1");
    }

    @Test
    void aConnectionAboveTheLimitGetsAnErrorAndIsClosed() {
        bridge = BridgeFixture.start(new BridgeLimits(1, 5, LIMITS.authentication(), LIMITS.frame(), LIMITS.idle()));
        var first = bridge.connect(ALICE);
        var second = bridge.connect();
        assertThat(second.text()).isEqualTo("{\"type\":\"err\",\"message\":\"too_many_connections\"}");
        assertThat(second.isClosed()).isTrue();
        first.ping().close();
        bridge.awaitReleased();
        bridge.connect(ALICE).ping();
    }

    @Test
    void aRequestAboveTheLimitIsRejectedAndTheOthersAreAnswered() {
        bridge = BridgeFixture.start();
        var reply = Promise.<LinkedNumber>promise();
        bridge.find = request -> reply.future();
        var client = bridge.connect(ALICE);
        for (var i = 0; i <= LIMITS.requests(); i++) {
            client.send(find("r" + i));
        }
        assertThat(client.text())
                .isEqualTo("{\"type\":\"err\",\"message\":\"too_many_requests\",\"address\":\"r5\","
                        + "\"sourceAddress\":\"users.linked-number.find\",\"failureCode\":429,"
                        + "\"failureType\":\"RECIPIENT_FAILURE\"}");
        reply.complete(new LinkedNumber("1234", "", "", "", "1", ""));
        for (var i = 0; i < LIMITS.requests(); i++) {
            assertThat(client.receive().getString("type")).isEqualTo("message");
        }
        client.send(find("again"));
        assertThat(client.receive().getString("address")).isEqualTo("again");
    }

    @Test
    void requestsThatAreTooLargeTogetherAreRejected() {
        bridge = BridgeFixture.start();
        var reply = Promise.<LinkedNumber>promise();
        bridge.find = request -> reply.future();
        var client = bridge.connect(ALICE);
        for (var i = 0; i < LIMITS.requests(); i++) {
            var frame = find("r" + i);
            client.send(frame + " ".repeat(BridgeLimits.FRAME_BYTES - frame.length()));
        }
        assertThat(client.text()).contains("\"message\":\"too_many_requests\",\"address\":\"r4\"");
        reply.complete(new LinkedNumber("1234", "", "", "", "1", ""));
        for (var i = 0; i < LIMITS.requests() - 1; i++) {
            assertThat(client.receive().getString("type")).isEqualTo("message");
        }
        client.send(find("again"));
        assertThat(client.receive().getString("address")).isEqualTo("again");
    }

    @Test
    void e62_aClientThatDoesNotReadItsRepliesIsAborted() {
        bridge = BridgeFixture.start(new BridgeLimits(20, 5, LIMITS.authentication(), SOON, LIMITS.idle()));
        var large = new LinkedNumber("1234", "x".repeat(512 * 1024), "", "", "", "");
        bridge.find = request -> Future.succeededFuture(large);
        var client = bridge.connect(ALICE);
        // The buffers of both sockets hold megabytes before the queue grows.
        Await.until(() -> !client.trySend(find("r")) || bridge.stats.connections() == 0);
        bridge.awaitReleased();
        bridge.connect(ALICE).ping();
    }

    @Test
    void e62_aSubscriberThatDoesNotReadIsAbortedEarly() {
        bridge = BridgeFixture.start();
        bridge.connect(ALICE)
                .send("{\"type\":\"register\",\"address\":\"" + CHANGED + "\"}")
                .ping();
        var published = new AtomicInteger();
        var event =
                new LinkedNumberChanged("i".repeat(60_000), "1234", LinkedNumberChanged.Change.LINKED, Instant.EPOCH);
        Await.until(() -> {
            bridge.publish(UsersTopics.LINKED_NUMBER_CHANGED, event);
            published.incrementAndGet();
            return bridge.stats.connections() == 0;
        });
        bridge.awaitReleased();
        // 4 MiB in the queue and the buffers of both sockets.
        assertThat(published).hasValueLessThan(1_000);
    }

    /** The rate is too low to be refilled during the test. */
    @Test
    void aPrincipalAboveItsRateGets429AndKeepsItsConnection() {
        var hourly = new Rate(2, Duration.ofHours(1));
        bridge = BridgeFixture.start(new LimitsConfig(Map.of(), Map.of(), Map.of(RequestKind.READ, hourly), 0));
        var alice = bridge.connect(ALICE);
        for (var reply : List.of("r1", "r2")) {
            assertThat(alice.send(find(reply)).receive().getString("type")).isEqualTo("message");
        }
        var refused = alice.send(find("r3")).receive();
        assertThat(refused.getString("type")).isEqualTo("err");
        assertThat(refused.getString("address")).isEqualTo("r3");
        assertThat(refused.getString("message")).isEqualTo("rate_limited");
        assertThat(refused.getInteger("failureCode")).isEqualTo(429);
        alice.ping();
        assertThat(bridge.connect(BOB).send(find("r1")).receive().getString("type"))
                .isEqualTo("message");
        assertThat(bridge.asked).hasValue(3);
    }
}
