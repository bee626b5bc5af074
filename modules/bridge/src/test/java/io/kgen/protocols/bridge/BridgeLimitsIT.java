package io.kgen.protocols.bridge;

import static io.kgen.protocols.bridge.BridgeFixture.ALICE;
import static io.kgen.protocols.bridge.BridgeFixture.CHANGED;
import static io.kgen.protocols.bridge.BridgeFixture.LIMITS;
import static io.kgen.protocols.bridge.BridgeFixture.SOON;
import static io.kgen.protocols.bridge.BridgeFixture.find;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChange;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.contracts.users.UsersTopics;
import io.kgen.protocols.sandbox.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much one client can hold on to, and for how long. */
class BridgeLimitsIT {

    private BridgeFixture bridge;

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void e62_aSlowWriterIsToldAndClosed() {
        bridge = BridgeFixture.start(new BridgeLimits(20, 5, LIMITS.authentication(), SOON, LIMITS.idle()));
        var client = bridge.connect(ALICE).announce(1000);
        // A byte now and then does not help.
        Await.until(() -> !client.tryWrite((byte) ' ') || bridge.census.connections() == 0);
        bridge.awaitNothingLeft();

        var patient = bridge.connect(ALICE).announce(1000).write(new byte[999]);
        assertThat(patient.text()).isEqualTo("{\"type\":\"err\",\"message\":\"frame_timeout\"}");
        assertThat(patient.isClosed()).isTrue();
        bridge.awaitNothingLeft();
    }

    @Test
    void e62_aSlowWriterOfTheLengthAloneIsClosed() {
        bridge = BridgeFixture.start(new BridgeLimits(20, 5, LIMITS.authentication(), SOON, LIMITS.idle()));
        var client = bridge.connect(ALICE).write(new byte[] {0, 0});
        assertThat(client.receive().getString("message")).isEqualTo("frame_timeout");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void aClientThatDoesNotProveItselfIsClosedHoweverItPings() {
        bridge = BridgeFixture.start(new BridgeLimits(20, 5, SOON, LIMITS.frame(), LIMITS.idle()));
        var silent = bridge.connect();
        var pinging = bridge.connect().ping().ping();
        assertThat(silent.text()).isEqualTo("{\"type\":\"err\",\"message\":\"auth_timeout\"}");
        assertThat(silent.isClosed()).isTrue();
        assertThat(pinging.receive().getString("message")).isEqualTo("auth_timeout");
        assertThat(pinging.isClosed()).isTrue();
        bridge.awaitNothingLeft();
    }

    @Test
    void anIdleClientIsClosedButNotOneThatWaitsForAnAnswer() {
        bridge = BridgeFixture.start(new BridgeLimits(20, 5, LIMITS.authentication(), LIMITS.frame(), SOON));
        var answer = Promise.<LinkedNumber>promise();
        bridge.find = request -> answer.future();
        var waiting = bridge.connect(ALICE).send(find("r1"));
        var idle = bridge.connect(ALICE);
        assertThat(idle.text()).isEqualTo("{\"type\":\"err\",\"message\":\"idle_timeout\"}");
        assertThat(idle.isClosed()).isTrue();
        answer.complete(new LinkedNumber("1234", "", "", "", "1", ""));
        assertThat(waiting.receive().getString("address")).isEqualTo("r1");
    }

    @Test
    void oneConnectionTooManyIsToldAndClosed() {
        bridge = BridgeFixture.start(new BridgeLimits(1, 5, LIMITS.authentication(), LIMITS.frame(), LIMITS.idle()));
        var first = bridge.connect(ALICE);
        var second = bridge.connect();
        assertThat(second.text()).isEqualTo("{\"type\":\"err\",\"message\":\"too_many_connections\"}");
        assertThat(second.isClosed()).isTrue();
        first.ping().close();
        bridge.awaitNothingLeft();
        bridge.connect(ALICE).ping();
    }

    @Test
    void oneRequestTooManyIsToldAndTheOthersAreAnswered() {
        bridge = BridgeFixture.start();
        var answer = Promise.<LinkedNumber>promise();
        bridge.find = request -> answer.future();
        var client = bridge.connect(ALICE);
        for (var i = 0; i <= LIMITS.requests(); i++) {
            client.send(find("r" + i));
        }
        assertThat(client.text())
                .isEqualTo("{\"type\":\"err\",\"message\":\"too_many_requests\",\"address\":\"r5\","
                        + "\"sourceAddress\":\"users.linked-number.find\",\"failureCode\":429,"
                        + "\"failureType\":\"RECIPIENT_FAILURE\"}");
        answer.complete(new LinkedNumber("1234", "", "", "", "1", ""));
        for (var i = 0; i < LIMITS.requests(); i++) {
            assertThat(client.receive().getString("type")).isEqualTo("message");
        }
        client.send(find("again"));
        assertThat(client.receive().getString("address")).isEqualTo("again");
    }

    @Test
    void requestsThatAreTooLargeTogetherAreToldSo() {
        bridge = BridgeFixture.start();
        var answer = Promise.<LinkedNumber>promise();
        bridge.find = request -> answer.future();
        var client = bridge.connect(ALICE);
        for (var i = 0; i < LIMITS.requests(); i++) {
            var frame = find("r" + i);
            client.send(frame + " ".repeat(BridgeLimits.FRAME_BYTES - frame.length()));
        }
        assertThat(client.text()).contains("\"message\":\"too_many_requests\",\"address\":\"r4\"");
        answer.complete(new LinkedNumber("1234", "", "", "", "1", ""));
        for (var i = 0; i < LIMITS.requests() - 1; i++) {
            assertThat(client.receive().getString("type")).isEqualTo("message");
        }
        client.send(find("again"));
        assertThat(client.receive().getString("address")).isEqualTo("again");
    }

    @Test
    void e62_aClientThatAsksAndDoesNotReadIsCutOff() {
        bridge = BridgeFixture.start(new BridgeLimits(20, 5, LIMITS.authentication(), SOON, LIMITS.idle()));
        var large = new LinkedNumber("1234", "x".repeat(512 * 1024), "", "", "", "");
        bridge.find = request -> Future.succeededFuture(large);
        var client = bridge.connect(ALICE);
        // The sockets of both sides hold megabytes before anybody notices.
        Await.until(() -> !client.trySend(find("r")) || bridge.census.connections() == 0);
        bridge.awaitNothingLeft();
        bridge.connect(ALICE).ping();
    }

    @Test
    void e62_aListenerThatDoesNotReadIsCutOffBeforeMuchHasPiledUp() {
        bridge = BridgeFixture.start();
        bridge.connect(ALICE)
                .send("{\"type\":\"register\",\"address\":\"" + CHANGED + "\"}")
                .ping();
        var published = new AtomicInteger();
        var news = new LinkedNumberChanged("i".repeat(60_000), "1234", LinkedNumberChange.LINKED, Instant.EPOCH);
        Await.until(() -> {
            bridge.publish(UsersTopics.LINKED_NUMBER_CHANGED, news);
            published.incrementAndGet();
            return bridge.census.connections() == 0;
        });
        bridge.awaitNothingLeft();
        // 4 MiB here, and what the sockets of both sides hold.
        assertThat(published).hasValueLessThan(1_000);
    }
}
