package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.STORE;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemCodeReply;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The operation "Redirect" of the contract over HTTP, and the redemption by the store over the bus. */
@PlatformTest
class RedirectIT {

    private final RunningPlatform platform;

    RedirectIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void aPlayerWithoutALinkedNumberGetsTheBareUrl() {
        assertThat(urlFor("unlinked")).isEqualTo(STORE);
    }

    @Test
    void aPlayerWithALinkedNumberGetsAnOpaqueCode() {
        platform.link(ISSUER, "linked", "9876500001");

        assertThat(urlFor("linked")).matches("\\Q" + STORE + "?code=\\E[A-Za-z0-9_-]{22,}");
        assertThat(urlFor("linked")).doesNotContain("9876500001").doesNotContain("linked");
    }

    @Test
    void theStoreCanRedeemTheCodeOnce() {
        platform.link(ISSUER, "visitor", "9876500002");
        var code = codeFor("visitor");

        assertThat(redeem(code))
                .extracting(RedeemCodeReply::issuer, RedeemCodeReply::userId, RedeemCodeReply::linkedPhone)
                .containsExactly(ISSUER, "visitor", "9876500002");
        assertThatThrownBy(() -> redeem(code)).hasFieldOrPropertyWithValue("code", FailureCode.NOT_FOUND);
    }

    @Test
    void everyRedirectIssuesANewCode() {
        platform.link(ISSUER, "regular", "9876500003");

        assertThat(List.of(codeFor("regular"), codeFor("regular"), codeFor("regular")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aCodeIsNotReadableInTheDatabase() {
        platform.link(ISSUER, "careful", "9876500004");
        var code = codeFor("careful");

        var stored = platform.sql("SELECT t::text FROM kstore.code t WHERE user_id = ?", "careful");
        var hexOfCode = new StringBuilder();
        for (var b : code.getBytes(StandardCharsets.US_ASCII)) {
            hexOfCode.append(Integer.toHexString(b));
        }
        assertThat(stored)
                .hasSize(1)
                .allSatisfy(row -> assertThat(row).doesNotContain(code).doesNotContain(hexOfCode));
    }

    @Test
    void aPlayerWithAnUnlinkedNumberGetsTheBareUrl() {
        platform.link(ISSUER, "leaver", "9876500005");
        platform.call(UsersOperations.UNLINK_NUMBER, new UnlinkNumber(new PlayerId(ISSUER, "leaver")));

        assertThat(urlFor("leaver")).isEqualTo(STORE);
    }

    @Test
    void theCallerCannotChangeTheRedirectUrl() {
        var evil = platform.send(Request.of("POST", Request.REDIRECT + "?url=https://evil.example.com")
                .by(token("unlinked")));
        assertThat(evil.error()).isEqualTo("BAD_REQUEST");

        var body = Buffer.buffer("{\"url\":\"https://evil.example.com\"}");
        var forwarded = new Request("POST", Request.REDIRECT, List.of(), body)
                .with("X-Forwarded-Host", "evil.example.com")
                .with("Content-Type", "application/json");
        assertThat(platform.send(forwarded.by(token("unlinked"))).json().getString("url"))
                .isEqualTo(STORE);
    }

    private String urlFor(String userId) {
        return platform.send(Request.redirect().by(token(userId))).json().getString("url");
    }

    private String codeFor(String userId) {
        return urlFor(userId).substring((STORE + "?code=").length());
    }

    private RedeemCodeReply redeem(String code) {
        return platform.call(KStoreOperations.REDEEM_CODE, new RedeemCode("k-store", code));
    }
}
