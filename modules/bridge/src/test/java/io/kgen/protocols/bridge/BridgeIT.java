package io.kgen.protocols.bridge;

import static io.kgen.protocols.bridge.BridgeFixture.ALICE;
import static io.kgen.protocols.bridge.BridgeFixture.BOB;
import static io.kgen.protocols.bridge.BridgeFixture.CHANGED;
import static io.kgen.protocols.bridge.BridgeFixture.find;
import static io.kgen.protocols.bridge.BridgeFixture.requestFrame;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.contracts.users.UsersTopics;
import io.kgen.protocols.sandbox.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The responses to a client that follows the protocol, byte for byte. */
class BridgeIT {

    private static final LinkedNumberChanged EVENT = new LinkedNumberChanged(
            "demo", "1234", LinkedNumberChanged.Change.LINKED, Instant.parse("2026-11-01T00:00:00Z"));

    private final BridgeFixture bridge = BridgeFixture.start();

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void aRequestIsAnsweredAtItsReplyAddress() {
        assertThat(bridge.connect(ALICE).send(find("r1")).text())
                .isEqualTo("{\"type\":\"message\",\"address\":\"r1\",\"headers\":{},\"body\":{\"userId\":\"1234\","
                        + "\"namespacedThirdPartyUserId\":\"\",\"walletAddress\":\"\",\"indiggWalletAddress\":\"\","
                        + "\"linkedPhone\":\"1234567890\",\"kgenId\":\"\"},\"send\":true}");
    }

    @Test
    void aFailureIsAnErrorAtTheReplyAddressInTheStockForm() {
        bridge.find = request ->
                Future.failedFuture(new ServiceException(FailureCode.NOT_FOUND, "the player has no linked number"));
        assertThat(bridge.connect(ALICE).send(find("r1")).text())
                .isEqualTo("{\"type\":\"err\",\"message\":\"the player has no linked number\",\"address\":\"r1\","
                        + "\"sourceAddress\":\"users.linked-number.find\",\"failureCode\":404,"
                        + "\"failureType\":\"RECIPIENT_FAILURE\"}");
    }

    @Test
    void noHandlerAndATimeoutAreDifferentFailures() {
        var client =
                bridge.connect(ALICE).send(requestFrame("users.erase", "r1", "{\"issuer\":\"demo\",\"userId\":\"1\"}"));
        assertThat(client.text()).contains("\"address\":\"r1\"", "\"failureCode\":-1,\"failureType\":\"NO_HANDLERS\"");

        bridge.find = request -> Promise.<LinkedNumber>promise().future();
        client.send(find("r2").replace("{}", "{\"timeout-ms\":\"50\"}"));
        assertThat(client.text()).contains("\"address\":\"r2\"", "\"failureCode\":-1,\"failureType\":\"TIMEOUT\"");
        bridge.connect(ALICE).ping();
    }

    @Test
    void anUnexpectedExceptionOfAServiceIsNotRevealed() {
        bridge.find = request -> {
            throw new IllegalStateException("secret detail");
        };
        assertThat(bridge.connect(ALICE).send(find("r1")).text())
                .contains("\"failureCode\":500")
                .doesNotContain("secret detail");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "5",
                "\"text\"",
                "{}",
                "{\"issuer\":5}",
                "{\"issuer\":\"demo\"}",
                "{\"issuer\":1e999999999,\"userId\":\"1\"}"
            })
    void aBodyThatDoesNotMatchTheRequestIsInvalid(String body) {
        assertThat(bridge.connect(ALICE)
                        .send(requestFrame(BridgeFixture.FIND, "r1", body))
                        .text())
                .contains("\"type\":\"err\"", "\"address\":\"r1\"", "\"failureCode\":400");
        assertThat(bridge.asked).hasValue(0);
    }

    @Test
    void aSendWithoutAReplyAddressGetsAResponseOnlyIfItFails() {
        var client = bridge.connect(ALICE);
        var silent =
                "{\"type\":\"send\",\"address\":\"users.linked-number.find\",\"body\":{\"issuer\":\"demo\",\"userId\":\"1\"}}";
        client.send(silent);
        Await.until(() -> bridge.asked.get() == 1 && bridge.stats.requests() == 0);
        client.ping();
        bridge.find = request -> Future.failedFuture(new ServiceException(FailureCode.NOT_FOUND, "not there"));
        client.send(silent);
        assertThat(client.text())
                .isEqualTo("{\"type\":\"err\",\"message\":\"not there\",\"sourceAddress\":\"users.linked-number.find\","
                        + "\"failureCode\":404,\"failureType\":\"RECIPIENT_FAILURE\"}");
    }

    @Test
    void anEventReachesEachSubscriberOnceAndNoOtherClient() {
        var alice = bridge.connect(ALICE)
                .send("{\"type\":\"register\",\"address\":\"" + CHANGED + "\",\"headers\":{}}")
                .send("{\"type\":\"register\",\"address\":\"" + CHANGED + "\",\"headers\":{}}")
                .ping();
        var bob = bridge.connect(BOB);
        bridge.publish(UsersTopics.LINKED_NUMBER_CHANGED, EVENT);
        assertThat(alice.text())
                .isEqualTo("{\"type\":\"message\",\"address\":\"users.linked-number.changed\",\"headers\":{},\"body\":"
                        + "{\"issuer\":\"demo\",\"userId\":\"1234\",\"change\":\"linked\",\"at\":\"2026-11-01T00:00:00Z\"},"
                        + "\"send\":false}");
        alice.ping();
        bob.ping();

        alice.send("{\"type\":\"unregister\",\"address\":\"" + CHANGED + "\"}").ping();
        bridge.publish(UsersTopics.LINKED_NUMBER_CHANGED, EVENT);
        alice.ping().send("{\"type\":\"unregister\",\"address\":\"" + CHANGED + "\"}");
        assertThat(alice.text())
                .isEqualTo("{\"type\":\"err\",\"message\":\"unknown_address\",\"address\":\"" + CHANGED + "\"}");
        assertThat(bridge.stats.subscriptions()).isZero();
    }

    @Test
    void numbersStayExactInBothDirections() {
        var client = bridge.connect(ALICE).send(requestFrame("analytics.participation.record", "r1", """
                        {"issuer":"demo","userId":"1","source":"s","sourceId":"1","revision":9223372036854775807,
                        "type":"t","typeValue":12345678901234567890123456789012345678,"result":"Won","mode":"m",
                        "buyInStake":0.1000000000000000055,"amountWon":1.10}"""));
        assertThat(client.text()).contains("\"body\":{\"status\":\"stored\"}");
        var recorded = bridge.recorded.get();
        assertThat(recorded.revision()).isEqualTo(Long.MAX_VALUE);
        assertThat(recorded.typeValue()).isEqualTo(new BigDecimal("12345678901234567890123456789012345678"));
        assertThat(recorded.buyInStake()).isEqualTo(new BigDecimal("0.1000000000000000055"));
        assertThat(recorded.amountWon()).isEqualTo(new BigDecimal("1.10"));

        client.send(requestFrame("analytics.participation.summary", "r2", "{\"issuer\":\"demo\",\"userId\":\"1\"}"));
        assertThat(client.text())
                .contains(
                        "\"played\":9223372036854775807",
                        "\"staked\":0.1000000000000000055",
                        "\"amountWon\":100,",
                        "\"net\":99.90");
    }

    @Test
    void eachFrameOfOneWriteIsAnswered() {
        var client = bridge.connect(ALICE);
        for (var i = 0; i < 5; i++) {
            client.send(find("r" + i));
        }
        for (var i = 0; i < 5; i++) {
            assertThat(client.receive().getString("address")).isEqualTo("r" + i);
        }
    }

    @Test
    void aFrameOfOneMebibyteIsAccepted() {
        var frame = find("r1");
        var padded = frame + " ".repeat(1024 * 1024 - frame.length());
        assertThat(bridge.connect(ALICE).send(padded).receive().getString("address"))
                .isEqualTo("r1");
    }

    @Test
    void stoppingFinishesRequestsInFlightAndClosesIdleConnections() {
        var reply = Promise.<LinkedNumber>promise();
        bridge.find = request -> reply.future();
        var client = bridge.connect(ALICE).send(find("r1"));
        var idle = bridge.connect(BOB);
        Await.until(() -> bridge.asked.get() == 1);

        var stopped = bridge.stop();
        assertThat(idle.isClosed()).isTrue();
        client.send(find("r2"));
        assertThat(client.text()).contains("\"message\":\"stopping\"", "\"address\":\"r2\"", "\"failureCode\":503");
        assertThat(stopped.isComplete()).isFalse();
        reply.complete(new LinkedNumber("1234", "", "", "", "1234567890", ""));
        assertThat(client.receive().getString("address")).isEqualTo("r1");
        assertThat(client.isClosed()).isTrue();
        Await.result(stopped);
        bridge.awaitReleased();
    }
}
