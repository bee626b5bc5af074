package io.kgen.protocols.kstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.contracts.Call;
import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.kstore.GenerateRedirect;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemedPlayer;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/** The rules of redirects and redemptions, over fakes. */
class RedirectsTest {

    private static final String URL = "https://store.example/store";

    private final FakeUsers users = new FakeUsers();
    private final FakeCodes codes = new FakeCodes();
    private final Redirects redirects = new Redirects(new StoreUrl(URL), "k-store", users, codes);
    private final Redemptions redemptions = new Redemptions(users, codes);
    private final PlayerId player = new PlayerId("issuer", "user");
    private final Call call = Call.fresh();

    @Test
    void whoHasNoNumberGetsTheBareAddressAndNoCode() {
        assertThat(generate()).isEqualTo(URL);
        assertThat(codes.living()).isEmpty();
    }

    @Test
    void whoHasANumberGetsACodeThatIsKeptOnlyAsItsHash() {
        users.link(player, "1234567890");

        var code = code(generate());

        assertThat(codes.living())
                .containsExactly(IssuedCode.of(new OneTimeCode(code), player, "k-store", "1234567890"));
    }

    @Test
    void theCallTravelsOn() {
        generate();
        assertThat(users.lastCallAbout(player)).isSameAs(call);
    }

    @Test
    void aCodeTellsWhoThePlayerIsNow() {
        users.link(player, "1234567890");
        assertThat(redeem(code(generate())))
                .isEqualTo(new RedeemedPlayer("issuer", "user", "client___user", "0xwallet", "1234567890"));
    }

    @Test
    void e41_unlinkingKillsTheCodeForGoodOnceItWasTried() {
        users.link(player, "1234567890");
        var code = code(generate());

        users.unlink(player);
        assertRefused(code);

        users.link(player, "1234567890");
        assertRefused(code);
    }

    @Test
    void e41_anotherNumberDoesNotReviveTheCodesOfTheFirst() {
        users.link(player, "1234567890");
        var code = code(generate());

        users.unlink(player);
        users.link(player, "1234567891");

        assertRefused(code);
        users.link(player, "1234567890");
        assertRefused(code);
    }

    @Test
    void usersAwayBurnsNoCode() {
        users.link(player, "1234567890");
        var code = code(generate());
        users.leave();
        assertThatThrownBy(() -> redeem(code)).isInstanceOf(ServiceFailure.class);

        users.comeBack();

        assertThat(redeem(code).linkedPhone()).isEqualTo("1234567890");
    }

    private void assertRefused(String code) {
        assertThatThrownBy(() -> redeem(code))
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.NOT_FOUND))
                .hasMessage("the code is not valid");
    }

    private String generate() {
        return now(redirects.generate(new GenerateRedirect(player.issuer(), player.userId()), call))
                .url();
    }

    private RedeemedPlayer redeem(String code) {
        return now(redemptions.redeem(new RedeemCode("k-store", code), call));
    }

    private static String code(String url) {
        return url.substring(url.indexOf("code=") + "code=".length());
    }

    /** Over fakes every future is complete at once. */
    private static <T> T now(Future<T> future) {
        return future.await();
    }
}
