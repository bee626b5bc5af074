package io.kgen.protocols.kstore;

import static io.kgen.protocols.sandbox.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The promises of the bus contract about the K-Store. */
class KStoreVerticleIT extends KStoreFixture {

    @Test
    void aPlayerWithoutNumberGetsTheConfiguredUrlByteForByte() {
        deploy("HTTPS://store.example/%7Estore?", Duration.ofSeconds(90));
        assertThat(result(node.redirect(player))).isEqualTo("HTTPS://store.example/%7Estore?");
        assertThat(stored.of(player)).isZero();
    }

    @Test
    void aPlayerWithANumberGetsACodeThatTheStoreRedeems() {
        deploy();
        users.link(player, PHONE);

        var url = result(node.redirect(player));

        assertThat(url).matches(URL + "\\?code=[A-Za-z0-9_-]{32}");
        assertThat(result(redeem(url.substring(url.length() - 32)))).isEqualTo(redeemed(player));
    }

    @Test
    void aQueryOfTheStoreIsKept() {
        deploy(URL + "?lang=de", Duration.ofSeconds(90));
        users.link(player, PHONE);
        assertThat(result(node.redirect(player))).startsWith(URL + "?lang=de&code=");
    }

    @Test
    void requestIdAndDeadlineTravelOnToUsers() {
        deploy();
        var call = new CallContext(
                "request-1",
                "trace-1",
                System.nanoTime() + Duration.ofMillis(1_500).toNanos());

        result(node.redirect(player, call));

        var travelled = users.lastCallAbout(player);
        assertThat(travelled.requestId()).isEqualTo("request-1");
        assertThat(travelled.traceparent()).isEqualTo("trace-1");
        assertThat(travelled.remainingMillis()).isLessThanOrEqualTo(1_500);
    }

    @Test
    void whileUsersIsUnavailableTheCallFailsAndTheCodeRemainsActive() {
        deploy();
        users.link(player, PHONE);
        var code = node.code(player);

        users.stopResponding();
        assertFails(redeem(code), FailureCode.UNAVAILABLE);
        assertFails(node.redirect(player), FailureCode.UNAVAILABLE);

        users.respondAgain();
        assertThat(result(redeem(code))).isEqualTo(redeemed(player));
    }

    @Test
    void withoutAnyUsersModuleTheCallIsUnavailable() {
        deployAlone(URL, Duration.ofSeconds(90));
        assertFails(node.redirect(player), FailureCode.UNAVAILABLE);
    }
}
