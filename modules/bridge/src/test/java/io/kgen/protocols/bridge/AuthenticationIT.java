package io.kgen.protocols.bridge;

import static io.kgen.protocols.bridge.BridgeFixture.ALICE;
import static io.kgen.protocols.bridge.BridgeFixture.BOB;
import static io.kgen.protocols.bridge.BridgeFixture.CHANGED;
import static io.kgen.protocols.bridge.BridgeFixture.find;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Authentication by tokens. */
class AuthenticationIT {

    private final BridgeFixture bridge = BridgeFixture.start();

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void theHeadersOfTheFirstFrameMayContainTheToken() {
        var client = bridge.connect().ping().send(find("r1").replace("{}", "{\"token\":\"" + ALICE + "\"}"));
        assertThat(client.receive().getString("address")).isEqualTo("r1");
        client.send(find("r2"));
        assertThat(client.receive().getString("address")).isEqualTo("r2");
    }

    @Test
    void aRegistrationMayContainTheToken() {
        bridge.connect()
                .send("{\"type\":\"register\",\"address\":\"" + CHANGED + "\",\"headers\":{\"token\":\"" + ALICE
                        + "\"}}")
                .ping();
        assertThat(bridge.stats.subscriptions()).isEqualTo(1);
    }

    @Test
    void anAuthFrameMayContainTheToken() {
        var client = bridge.connect().send("{\"type\":\"auth\",\"token\":\"" + ALICE + "\"}");
        assertThat(client.receive().getMap())
                .containsEntry("type", "authenticated")
                .containsEntry("principal", "alice");
        client.send(find("r1"));
        assertThat(client.receive().getString("type")).isEqualTo("message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"auth\"}",
                "{\"type\":\"auth\",\"token\":\"\"}",
                "{\"type\":\"auth\",\"token\":null}",
                "{\"type\":\"auth\",\"token\":5}",
                "{\"type\":\"auth\",\"token\":\"an-unknown-token-that-is-long-enough\"}",
                "{\"type\":\"ping\",\"token\":\"an-unknown-token-that-is-long-enough\"}",
                "{\"type\":\"send\",\"address\":\"users.linked-number.find\",\"body\":{}}",
                "{\"type\":\"send\",\"address\":\"users.linked-number.find\",\"headers\":{\"token\":\"x\"},\"body\":{}}",
                "{\"type\":\"register\",\"address\":\"users.linked-number.changed\"}",
                "{\"type\":\"publish\",\"address\":\"users.linked-number.changed\"}",
                "{\"type\":\"nonsense\"}",
                "{}"
            })
    void anythingElseIsAnErrorAndClosesTheConnection(String frame) {
        var client = bridge.connect().send(frame);
        assertThat(client.receive().getString("message")).isEqualTo("unauthorized");
        assertThat(client.isClosed()).isTrue();
        assertThat(bridge.asked).hasValue(0);
        bridge.awaitReleased();
    }

    @Test
    void invalidJsonOfAnUnauthenticatedClientClosesTheConnection() {
        var client = bridge.connect().send("{");
        assertThat(client.receive().getString("message")).isEqualTo("invalid_json");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void theSameTokenAgainIsAcceptedAndAnotherOneClosesTheConnection() {
        var withToken = find("r1").replace("{}", "{\"token\":\"" + ALICE + "\"}");
        var client = bridge.connect().send(withToken).send(withToken);
        assertThat(client.receive().getString("type")).isEqualTo("message");
        assertThat(client.receive().getString("type")).isEqualTo("message");
        client.send(withToken.replace(ALICE, BOB));
        assertThat(client.receive().getString("message")).isEqualTo("unauthorized");
        assertThat(client.isClosed()).isTrue();
    }
}
