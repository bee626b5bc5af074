package io.kgen.protocols.kstore;

import static io.kgen.protocols.sandbox.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rules of the bus contract for the K-Store. */
class KStoreVerticleIT extends KStoreFixture {

    @Test
    void returnsTheConfiguredUrlUnchangedForAPlayerWithoutANumber() {
        deploy("HTTPS://store.example/%7Estore?", Duration.ofSeconds(90));
        assertThat(result(node.redirect(player))).isEqualTo("HTTPS://store.example/%7Estore?");
        assertThat(stored.of(player)).isZero();
    }

    @Test
    void issuesARedeemableCodeForAPlayerWithANumber() {
        deploy();
        users.link(player, PHONE);

        var url = result(node.redirect(player));

        assertThat(url).matches(URL + "\\?code=[A-Za-z0-9_-]{32}");
        assertThat(result(redeem(url.substring(url.length() - 32)))).isEqualTo(redeemed(player));
    }

    @Test
    void keepsTheQueryOfTheConfiguredUrl() {
        deploy(URL + "?lang=de", Duration.ofSeconds(90));
        users.link(player, PHONE);
        assertThat(result(node.redirect(player))).startsWith(URL + "?lang=de&code=");
    }

    @Test
    void passesTheCallContextOnToUsers() {
        deploy();
        var call = new CallContext(
                "request-1",
                "trace-1",
                System.nanoTime() + Duration.ofMillis(1_500).toNanos());

        result(node.redirect(player, call));

        var received = users.lastCallAbout(player);
        assertThat(received.requestId()).isEqualTo("request-1");
        assertThat(received.traceparent()).isEqualTo("trace-1");
        assertThat(received.remainingMillis()).isLessThanOrEqualTo(1_500);
    }

    @Test
    void keepsTheCodeActiveWhileUsersIsUnavailable() {
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
    void failsAsUnavailableWithoutAUsersModule() {
        deployWithoutUsers(URL, Duration.ofSeconds(90));
        assertFails(node.redirect(player), FailureCode.UNAVAILABLE);
    }
}
