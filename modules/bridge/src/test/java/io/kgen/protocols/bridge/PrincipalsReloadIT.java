package io.kgen.protocols.bridge;

import static io.kgen.protocols.bridge.BridgeFixture.ALICE;
import static io.kgen.protocols.bridge.BridgeFixture.BOB;
import static io.kgen.protocols.bridge.BridgeFixture.CHANGED;
import static io.kgen.protocols.bridge.BridgeFixture.FIND;
import static io.kgen.protocols.bridge.BridgeFixture.find;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bridge.access.Principal;
import io.kgen.protocols.bridge.access.Principals;
import io.kgen.protocols.platform.Secret;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A running bridge whose principals change. */
class PrincipalsReloadIT {

    private static final String NEXT = "the-next-token-of-alice-is-long-enough";

    private final BridgeFixture bridge = BridgeFixture.start();

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void aRotatedTokenIsAcceptedWhileTheConnectionsOfTheOldOneGoOn() {
        var before = authenticated(ALICE);
        reload(principal("alice", Set.of(FIND), Set.of(CHANGED), ALICE, NEXT));
        before.send(find("r1"));
        assertThat(before.receive().getString("address")).isEqualTo("r1");
        authenticated(NEXT);
    }

    @Test
    void aWithdrawnTokenClosesItsConnectionsOnly() {
        var bob = authenticated(BOB);
        var before = authenticated(ALICE);
        reload(principal("alice", Set.of(FIND), Set.of(), NEXT), principal("bob", Set.of(FIND), Set.of(), BOB));

        assertThat(before.receive().getString("message")).isEqualTo("unauthorized");
        assertThat(before.isClosed()).isTrue();
        assertThat(bridge.connect().send(auth(ALICE)).receive().getString("message"))
                .isEqualTo("unauthorized");
        bob.send(find("r1"));
        assertThat(bob.receive().getString("address")).isEqualTo("r1");
    }

    @Test
    void aWithdrawnPrincipalLosesItsConnections() {
        var before = authenticated(ALICE);
        reload(principal("bob", Set.of(FIND), Set.of(), BOB));
        assertThat(before.receive().getString("message")).isEqualTo("unauthorized");
        assertThat(before.isClosed()).isTrue();
    }

    @Test
    void anAddedPrincipalCanCall() {
        reload(principal("carol", Set.of(FIND), Set.of(), NEXT));
        var carol = authenticated(NEXT).send(find("r1"));
        assertThat(carol.receive().getString("address")).isEqualTo("r1");
    }

    @Test
    void aPrincipalLosesTheAddressesThatItMayNotUseAnyMore() {
        var alice = authenticated(ALICE)
                .send("{\"type\":\"register\",\"address\":\"" + CHANGED + "\"}")
                .ping();
        assertThat(bridge.stats.subscriptions()).isEqualTo(1);
        reload(principal("alice", Set.of(), Set.of(), ALICE));
        assertThat(bridge.stats.subscriptions()).isZero();
        alice.send(find("r1"));
        assertThat(alice.receive().getString("message")).isEqualTo("access_denied");
    }

    private void reload(Principal... principals) {
        bridge.reload(new Principals(List.of(principals)));
    }

    private static Principal principal(String name, Set<String> send, Set<String> subscribe, String... tokens) {
        return new Principal(name, Stream.of(tokens).map(Secret::new).toList(), null, Set.of(), send, subscribe);
    }

    private Client authenticated(String token) {
        var client = bridge.connect().send(auth(token));
        assertThat(client.receive().getString("type")).isEqualTo("authenticated");
        return client;
    }

    private static String auth(String token) {
        return "{\"type\":\"auth\",\"token\":\"" + token + "\"}";
    }
}
