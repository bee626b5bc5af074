package io.kgen.protocols.kstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.kstore.GenerateRedirect;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemCodeReply;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/** The rules of redirects and redemptions, tested with fakes. */
class RedirectServiceTest {

    private static final String URL = "https://store.example/store";

    private final FakeUsers users = new FakeUsers();
    private final FakeCodeStore codes = new FakeCodeStore();
    private final RedirectService redirects = new RedirectService(new StoreUrl(URL), "k-store", users, codes);
    private final RedemptionService redemptions = new RedemptionService(users, codes);
    private final PlayerId player = new PlayerId("issuer", "user");
    private final CallContext call = CallContext.root();

    @Test
    void returnsTheUrlWithoutACodeForAPlayerWithoutANumber() {
        assertThat(generate()).isEqualTo(URL);
        assertThat(codes.active()).isEmpty();
    }

    @Test
    void issuesACodeAndStoresOnlyItsHashForAPlayerWithANumber() {
        users.link(player, "1234567890");

        var code = code(generate());

        assertThat(codes.active())
                .containsExactly(IssuedCode.of(new OneTimeCode(code), player, "k-store", "1234567890"));
    }

    @Test
    void passesTheCallContextOnToUsers() {
        generate();
        assertThat(users.lastCallAbout(player)).isSameAs(call);
    }

    @Test
    void redeemingACodeReturnsTheCurrentDataOfThePlayer() {
        users.link(player, "1234567890");
        assertThat(redeem(code(generate())))
                .isEqualTo(new RedeemCodeReply("issuer", "user", "client___user", "0xwallet", "1234567890"));
    }

    @Test
    void e41_aCodeRejectedAfterUnlinkingStaysRevoked() {
        users.link(player, "1234567890");
        var code = code(generate());

        users.unlink(player);
        assertRejected(code);

        users.link(player, "1234567890");
        assertRejected(code);
    }

    @Test
    void e41_aCodeRejectedAfterANumberChangeStaysRevoked() {
        users.link(player, "1234567890");
        var code = code(generate());

        users.unlink(player);
        users.link(player, "1234567891");

        assertRejected(code);
        users.link(player, "1234567890");
        assertRejected(code);
    }

    @Test
    void anUnavailableUsersModuleDoesNotUseACode() {
        users.link(player, "1234567890");
        var code = code(generate());
        users.stopResponding();
        assertThatThrownBy(() -> redeem(code)).isInstanceOf(ServiceException.class);

        users.respondAgain();

        assertThat(redeem(code).linkedPhone()).isEqualTo("1234567890");
    }

    private void assertRejected(String code) {
        assertThatThrownBy(() -> redeem(code))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.NOT_FOUND))
                .hasMessage("the code is not valid");
    }

    private String generate() {
        return now(redirects.generate(new GenerateRedirect(player), call)).url();
    }

    private RedeemCodeReply redeem(String code) {
        return now(redemptions.redeem(new RedeemCode("k-store", code), call));
    }

    private static String code(String url) {
        return url.substring(url.indexOf("code=") + "code=".length());
    }

    /** The futures of the fakes are already complete. */
    private static <T> T now(Future<T> future) {
        return future.await();
    }
}
