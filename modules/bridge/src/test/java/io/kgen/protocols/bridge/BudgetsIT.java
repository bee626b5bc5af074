package io.kgen.protocols.bridge;

import static io.kgen.protocols.bridge.BridgeFixture.ALICE;
import static io.kgen.protocols.bridge.BridgeFixture.BOB;
import static io.kgen.protocols.bridge.BridgeFixture.CHANGED;
import static io.kgen.protocols.bridge.BridgeFixture.HEAP;
import static io.kgen.protocols.bridge.BridgeFixture.LIMITS;
import static io.kgen.protocols.bridge.BridgeFixture.find;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bridge.connection.OutboundQueue;
import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.contracts.users.UsersTopics;
import io.kgen.protocols.sandbox.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E85: the memory limits of a node for all clients, and that no principal can starve another one. */
class BudgetsIT {

    private static final String AUTH = "{\"type\":\"auth\",\"token\":\"" + ALICE + "\"}";
    private static final String REGISTER = "{\"type\":\"register\",\"address\":\"" + CHANGED + "\"}";
    private static final long ALL_BUDGETS = 5 * HEAP / 16;

    private final BridgeFixture bridge = BridgeFixture.start(
            new BridgeLimits(20, 100, LIMITS.authentication(), LIMITS.frame(), LIMITS.idle()), HEAP);

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void e85_onlyTheFramesOfThePrincipalWithoutMemoryWait() {
        var slow = IntStream.range(0, 15)
                .mapToObj(i ->
                        bridge.connect(ALICE).announce(BridgeLimits.FRAME_BYTES).write(new byte[] {' '}))
                .toList();
        // The share of Alice has room for four; the other connections are not read.
        Await.until(() -> bridge.node.budgets().frameBytes() == 4L * BridgeLimits.FRAME_BYTES);
        var find = find("bob");
        for (var i = 0; i < 3; i++) {
            try (var bob = bridge.connect(BOB)) {
                bob.send(find + " ".repeat(BridgeLimits.FRAME_BYTES - find.length()));
                assertThat(bob.receive().getString("address")).isEqualTo("bob");
            }
        }
        // The frames that wait continue when memory is free again.
        slow.subList(0, 14).forEach(Client::close);
        var last = slow.get(14)
                .write(("{\"type\":\"ping\"}" + " ".repeat(BridgeLimits.FRAME_BYTES - 16))
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(last.text()).isEqualTo("{\"type\":\"pong\"}");
        last.close();
        bridge.awaitReleased();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[[]]", "{\"a\":{}}", "0.1"})
    void e85_aFrameThatWouldUseTooMuchMemoryIsRejectedUnparsed(String item) {
        var body = "[" + (item + ",").repeat(1_000_000 / (item.length() + 1)) + item + "]";
        var clients = IntStream.range(0, 8).mapToObj(i -> bridge.connect(ALICE)).toList();
        clients.forEach(client -> client.send(BridgeFixture.requestFrame("users.linked-number.find", "r", body)));
        clients.forEach(client -> assertThat(client.text())
                .isEqualTo("{\"type\":\"err\",\"message\":\"frame_too_large\",\"address\":\"r\","
                        + "\"sourceAddress\":\"users.linked-number.find\",\"failureCode\":400,"
                        + "\"failureType\":\"RECIPIENT_FAILURE\"}"));
        clients.forEach(client -> assertThat(client.isClosed()).isTrue());
        bridge.awaitReleased();
    }

    @Test
    void e85_largeRequestsOfOnePrincipalAreRejectedAndTheOthersAreAnswered() {
        var reply = Promise.<LinkedNumber>promise();
        bridge.find = request -> request.player().userId().equals("slow")
                ? reply.future()
                : Future.succeededFuture(BridgeFixture.numberOf(request));
        var body = "{\"issuer\":\"demo\",\"userId\":\"slow\",\"x\":[" + "0.1,".repeat(20_000) + "0]}";
        var rejected = new ArrayList<Client>();
        var clients = new ArrayList<Client>();
        while (rejected.isEmpty()) {
            var client = bridge.connect(ALICE);
            clients.add(client);
            for (var i = 0; i < 10; i++) {
                client.send(BridgeFixture.requestFrame("users.linked-number.find", "r", body));
            }
            client.send("{\"type\":\"ping\"}");
            var said = client.receive();
            if (!said.getString("type").equals("pong")) {
                assertThat(said.getString("message")).isEqualTo("too_many_requests");
                assertThat(said.getString("address")).isEqualTo("r");
                rejected.add(client);
            }
        }
        assertThat(bridge.reservedBytes()).isLessThan(ALL_BUDGETS);
        var bob = bridge.connect(BOB).send(find("bob"));
        assertThat(bob.receive().getString("address")).isEqualTo("bob");
        reply.complete(new LinkedNumber("slow", "", "", "", "1", ""));
        clients.forEach(Client::close);
        bob.close();
        bridge.awaitReleased();
    }

    @Test
    void e85_aClientThatDoesNotReadItsPongsIsNotReadFrom() {
        var floods = IntStream.range(0, 3)
                .mapToObj(i -> new Flood(bridge.port(), "{\"type\":\"ping\"}", 1_000).first(AUTH))
                .toList();
        Await.until(() -> floods.stream().noneMatch(Flood::write)
                && bridge.node.budgets().unsentBytes() >= 3L * OutboundQueue.HIGH_WATERMARK);
        // At most one frame above the high watermark each; what the clients sent after it was not read.
        assertThat(bridge.node.budgets().unsentBytes()).isLessThan(3L * (OutboundQueue.HIGH_WATERMARK + 1_000));
        assertServed();
        floods.forEach(Flood::close);
        bridge.awaitReleased();
    }

    @Test
    void e85_aClientThatDoesNotReadItsErrorsIsNotReadFrom() {
        var flood = new Flood(bridge.port(), "{\"type\":\"publish\",\"address\":\"" + "x".repeat(250) + "\"}", 200)
                .first(AUTH);
        Await.until(() -> !flood.write() && bridge.node.budgets().unsentBytes() >= OutboundQueue.HIGH_WATERMARK);
        assertThat(bridge.node.budgets().unsentBytes()).isLessThan(OutboundQueue.HIGH_WATERMARK + 1_000);
        assertServed();
        flood.close();
        bridge.awaitReleased();
    }

    @Test
    void e85_subscribersThatDoNotReadAreAbortedAndTheOthersReceiveEverything() {
        var reader = bridge.connect(ALICE).send(REGISTER).ping();
        var silent = IntStream.range(0, 15)
                .mapToObj(i -> new Flood(bridge.port(), REGISTER, 1).first(AUTH))
                .toList();
        silent.forEach(Flood::write);
        Await.until(() -> bridge.stats.subscriptions() == 16);
        var published = 0;
        while (bridge.stats.subscriptions() > 1) {
            bridge.publish(
                    UsersTopics.LINKED_NUMBER_CHANGED,
                    new LinkedNumberChanged(
                            "i".repeat(20_000),
                            Integer.toString(published),
                            LinkedNumberChanged.Change.LINKED,
                            Instant.EPOCH));
            assertThat(reader.receive().getJsonObject("body").getString("userId"))
                    .isEqualTo(Integer.toString(published++));
            assertThat(bridge.node.budgets().unsentBytes()).isLessThan(HEAP / 16 + 100_000);
        }
        assertServed();
        silent.forEach(Flood::close);
        reader.close();
        bridge.awaitReleased();
    }

    @Test
    void e85_aThousandRegistrationsOfOneClientAreOneRegistrationOnTheBus() {
        var client = bridge.connect(ALICE);
        for (var i = 0; i < 1_000; i++) {
            client.send(REGISTER).send(REGISTER.replace("register", "unregister"));
        }
        client.send(REGISTER).ping();
        assertThat(bridge.stats.subscriptions()).isEqualTo(1);
        bridge.publish(
                UsersTopics.LINKED_NUMBER_CHANGED,
                new LinkedNumberChanged("demo", "1", LinkedNumberChanged.Change.LINKED, Instant.EPOCH));
        assertThat(client.receive().getString("address")).isEqualTo(CHANGED);
        client.ping();
        client.close();
        bridge.awaitReleased();
    }

    @Test
    void e85_everyPingOfManyIsAnswered() {
        var client = bridge.connect(ALICE);
        var read = CompletableFuture.supplyAsync(() -> IntStream.range(0, 20_000)
                .filter(i -> client.text().equals("{\"type\":\"pong\"}"))
                .count());
        for (var i = 0; i < 20_000; i++) {
            client.send("{\"type\":\"ping\"}");
        }
        assertThat(read.join()).isEqualTo(20_000);
        client.ping();
    }

    private void assertServed() {
        for (var token : List.of(ALICE, BOB)) {
            try (var client = bridge.connect(token).send(find("served"))) {
                assertThat(client.receive().getString("address")).isEqualTo("served");
            }
        }
    }
}
