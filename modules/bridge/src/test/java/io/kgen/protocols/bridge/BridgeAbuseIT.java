package io.kgen.protocols.bridge;

import static io.kgen.protocols.bridge.BridgeFixture.ALICE;
import static io.kgen.protocols.bridge.BridgeFixture.BOB;
import static io.kgen.protocols.bridge.BridgeFixture.CHANGED;
import static io.kgen.protocols.bridge.BridgeFixture.find;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.sandbox.Await;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E62, case by case: each invalid frame gets an error or closes the connection, and no memory stays in use. */
class BridgeAbuseIT {

    private final BridgeFixture bridge = BridgeFixture.start();

    @AfterEach
    void stop() {
        bridge.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"nonsense\",\"address\":\"users.linked-number.find\"}",
                "{\"type\":\"message\",\"address\":\"users.linked-number.find\"}",
                "{\"address\":\"users.linked-number.find\"}",
                "{\"type\":null}",
                "{\"type\":5}",
                "{\"type\":{}}",
                "{}"
            })
    void e62_anUnknownOrMissingTypeIsAnErrorAndTheConnectionStaysUsable(String frame) {
        var client = bridge.connect(ALICE).send(frame);
        assertThat(client.receive().getString("message")).isEqualTo("unknown_type");
        assertResponds(client);
    }

    @Test
    void e62_sendsTheErrorOfAnUnknownTypeToTheReplyAddress() {
        var client = bridge.connect(ALICE).send("{\"type\":\"nonsense\",\"replyAddress\":\"r\"}");
        assertThat(client.receive().encode())
                .isEqualTo("{\"type\":\"err\",\"message\":\"unknown_type\",\"address\":\"r\","
                        + "\"failureCode\":400,\"failureType\":\"RECIPIENT_FAILURE\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, Integer.MIN_VALUE})
    void e62_aNegativeLengthIsAnErrorAndClosesTheConnection(int length) {
        var client = bridge.connect(ALICE).announce(length);
        assertThat(client.text()).isEqualTo("{\"type\":\"err\",\"message\":\"invalid_length\"}");
        assertThat(client.isClosed()).isTrue();
        bridge.awaitReleased();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, 1024 * 1024 + 1})
    void e62_aFrameThatClaimsTwoGibibytesIsAnErrorAndClosesTheConnection(int length) {
        var client = bridge.connect(ALICE).announce(length);
        // A client that continues to send still receives the error.
        client.write(new byte[64 * 1024]);
        assertThat(client.text()).isEqualTo("{\"type\":\"err\",\"message\":\"frame_too_large\"}");
        assertThat(client.isClosed()).isTrue();
        bridge.awaitReleased();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "{\"type\":\"ping\",\"type\":\"ping\"}",
                "{\"type\":\"ping\"}x",
                "\0",
                "{\"type\":\"ping\0\"}"
            })
    void e62_textThatIsNotAJsonObjectIsAnErrorAndTheConnectionStaysUsable(String frame) {
        var client = bridge.connect(ALICE).send(frame);
        assertThat(client.text()).isEqualTo("{\"type\":\"err\",\"message\":\"invalid_json\"}");
        assertResponds(client);
    }

    @Test
    void e62_bytesThatAreNotUtf8AreAnErrorAndTheConnectionStaysUsable() {
        var client = bridge.connect(ALICE)
                .send("{\"type\":\"ping\",\"x\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(client.text()).isEqualTo("{\"type\":\"err\",\"message\":\"invalid_json\"}");
        assertResponds(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "publish", "register", "unregister"})
    void e62_aMissingAddressIsAnErrorAndTheConnectionStaysUsable(String type) {
        var client = bridge.connect(ALICE).send("{\"type\":\"" + type + "\",\"body\":{}}");
        assertThat(client.text()).isEqualTo("{\"type\":\"err\",\"message\":\"missing_address\"}");
        client.send("{\"type\":\"" + type + "\",\"address\":{},\"body\":{}}");
        assertThat(client.text()).isEqualTo("{\"type\":\"err\",\"message\":\"missing_address\"}");
        assertResponds(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users.linked-number.link",
                "users.linked-number.changed",
                "users.linked-number.find ",
                "USERS.LINKED-NUMBER.FIND",
                "users.linked-number.find@vert.x-eventloop-thread-0",
                "__vertx.reply.1",
                "no.such.address",
                "*"
            })
    void e62_anAddressThatIsNotAllowedIsAnError(String address) {
        var client = bridge.connect(ALICE).send(BridgeFixture.requestFrame(address, "r", "{}"));
        assertThat(client.text())
                .isEqualTo("{\"type\":\"err\",\"message\":\"access_denied\",\"address\":\"r\",\"sourceAddress\":\""
                        + address + "\",\"failureCode\":403,\"failureType\":\"RECIPIENT_FAILURE\"}");
        client.send("{\"type\":\"send\",\"address\":\"" + address + "\",\"body\":{}}");
        assertThat(client.text())
                .isEqualTo("{\"type\":\"err\",\"message\":\"access_denied\",\"sourceAddress\":\"" + address + "\"}");
        assertResponds(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {CHANGED, "users.linked-number.find", "no.such.address"})
    void e62_publishingIsAlwaysDenied(String address) {
        var client = bridge.connect(ALICE).send("{\"type\":\"register\",\"address\":\"" + CHANGED + "\"}");
        client.send("{\"type\":\"publish\",\"address\":\"" + address + "\",\"body\":{\"userId\":\"forged\"}}");
        assertThat(client.text())
                .isEqualTo("{\"type\":\"err\",\"message\":\"access_denied\",\"sourceAddress\":\"" + address + "\"}");
        assertResponds(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users.linked-number.find", "analytics.event.recorded", "no.such.address", "r1"})
    void e62_subscribingToAnotherAddressIsDenied(String address) {
        var client = bridge.connect(ALICE);
        for (var type : new String[] {"register", "unregister"}) {
            client.send("{\"type\":\"" + type + "\",\"address\":\"" + address + "\"}");
            assertThat(client.text())
                    .isEqualTo("{\"type\":\"err\",\"message\":\"access_denied\",\"address\":\"" + address + "\"}");
        }
        assertThat(bridge.stats.subscriptions()).isZero();
    }

    @Test
    void e62_theReplyAddressOfAnotherClientCannotBeReached() {
        var reply = Promise.<LinkedNumber>promise();
        bridge.find = request -> reply.future();
        var alice = bridge.connect(ALICE).send(find("r1"));
        Await.until(() -> bridge.asked.get() == 1);

        var bob = bridge.connect(BOB).send(BridgeFixture.requestFrame("r1", "r2", "{\"linkedPhone\":\"forged\"}"));
        assertThat(bob.receive().getString("message")).isEqualTo("access_denied");
        // Bob may use the same reply address on his own connection.
        bob.send(find("r1"));
        Await.until(() -> bridge.asked.get() == 2);
        alice.ping();
        reply.complete(new LinkedNumber("1234", "", "", "", "1234567890", ""));

        assertThat(alice.receive().getJsonObject("body").getString("linkedPhone"))
                .isEqualTo("1234567890");
        assertThat(bob.receive().getString("address")).isEqualTo("r1");
        alice.ping();
        bob.ping();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "{}", "\"\\u0000\"", "\"\\ud800\"", "true"})
    void e62_anInvalidReplyAddressIsAnErrorAndNoServiceIsCalled(String replyAddress) {
        var client = bridge.connect(ALICE)
                .send("{\"type\":\"send\",\"address\":\"users.linked-number.find\",\"replyAddress\":" + replyAddress
                        + ",\"body\":{\"issuer\":\"demo\",\"userId\":\"1234\"}}");
        assertThat(client.receive().getString("message")).isEqualTo("invalid_reply_address");
        assertThat(bridge.asked).hasValue(0);
        assertResponds(client);
    }

    @Test
    void e62_aDisconnectDuringARequestReleasesItsMemory() {
        var reply = Promise.<LinkedNumber>promise();
        bridge.find = request -> reply.future();
        var client = bridge.connect(ALICE)
                .send("{\"type\":\"register\",\"address\":\"" + CHANGED + "\"}")
                .send(find("r1"))
                .ping();
        Await.until(() -> bridge.asked.get() == 1);
        assertThat(bridge.stats.connections()).isEqualTo(1);
        assertThat(bridge.stats.requests()).isEqualTo(1);
        assertThat(bridge.stats.subscriptions()).isEqualTo(1);

        client.close();
        Await.until(() -> bridge.stats.connections() == 0 && bridge.stats.subscriptions() == 0);
        reply.complete(new LinkedNumber("1234", "", "", "", "1234567890", ""));
        bridge.awaitReleased();
    }

    @Test
    void e62_aDisconnectDuringAFrameReleasesItsMemory() {
        bridge.connect(ALICE).announce(1000).write(new byte[10]).close();
        bridge.connect().write(new byte[2]).close();
        bridge.connect().close();
        bridge.awaitReleased();
    }

    private static void assertResponds(Client client) {
        client.ping().send(find("after"));
        var reply = client.receive();
        assertThat(reply.getString("type")).isEqualTo("message");
        assertThat(reply.getString("address")).isEqualTo("after");
    }
}
