package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.STORE;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Answer;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The redemption of codes by the store over HTTP. */
@PlatformTest
class RedeemIT {

    private final RunningPlatform platform;

    RedeemIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void theStoreRedeemsACodeOnce() {
        var code = codeFor("visitor", "9876510001");

        assertThat(platform.send(Request.redeem(code)).text())
                .isEqualTo("{\"issuer\":\"" + ISSUER + "\",\"userId\":\"visitor\",\"namespacedThirdPartyUserId\":\"\","
                        + "\"walletAddress\":\"\",\"linkedPhone\":\"9876510001\"}");
        assertRejected(platform.send(Request.redeem(code)));
    }

    @Test
    void e40_ofFiftyRacingRedemptionsExactlyOneSucceeds() {
        var code = codeFor("racer", "9876510002");

        var race = IntStream.range(0, 50)
                .mapToObj(i -> platform.client().sendAsync(Request.redeem(code)))
                .toList();
        var answers = race.stream().map(CompletableFuture::join).toList();

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(49)
                .allSatisfy(RedeemIT::assertRejected);
    }

    @Test
    void e40_unknownUsedAndExpiredCodesGetTheSameResponse() {
        var used = codeFor("spender", "9876510003");
        platform.send(Request.redeem(used));
        var expired = codeFor("spender", "9876510003");
        platform.sql("UPDATE kstore.code SET expires_at = now() WHERE user_id = ? RETURNING user_id", "spender");

        assertRejected(platform.send(Request.redeem("no code at all")));
        assertRejected(platform.send(Request.redeem(used)));
        assertRejected(platform.send(Request.redeem(expired)));
    }

    @Test
    void e40_anotherStoresCodeIsThatSameAnswerAndIsNotBurned(@TempDir Path directory, Sandbox sandbox)
            throws IOException {
        var code = codeFor("stranger", "9876510004");
        var file = Files.writeString(directory.resolve("other.yaml"), "kstore: { store: another-store }\n");
        try (var other = RunningPlatform.on(sandbox, file)) {
            assertRejected(other.send(Request.redeem(code)));
        }

        assertThat(platform.send(Request.redeem(code)).status()).isEqualTo(200);
    }

    @Test
    void e40_aGetRequestNeverRedeemsACode() {
        var code = codeFor("previewed", "9876510005");
        for (var method : new String[] {"GET", "HEAD"}) {
            var answer = platform.send(Request.of(method, Request.REDEEM)
                    .with("x-client-id", RunningPlatform.STORE_CLIENT)
                    .with("x-client-secret", RunningPlatform.STORE_SECRET));
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
        }

        assertThat(platform.send(Request.redeem(code)).status()).isEqualTo(200);
    }

    @Test
    void rejectsWrongCredentialsAndKeepsTheCodeValid() {
        var code = codeFor("guarded", "9876510006");
        var wrong = Request.redeem(code).without("x-client-secret");

        assertThat(platform.send(wrong).error()).isEqualTo("UN_AUTHORIZED");
        assertThat(platform.send(wrong.with("x-client-secret", "guessed")).error())
                .isEqualTo("UN_AUTHORIZED");
        assertThat(platform.send(wrong.by(token("guarded"))).error()).isEqualTo("UN_AUTHORIZED");

        assertThat(platform.send(Request.redeem(code)).status()).isEqualTo(200);
    }

    private String codeFor(String userId, String phone) {
        platform.link(ISSUER, userId, phone);
        var url = platform.send(Request.redirect().by(token(userId))).json().getString("url");
        return url.substring((STORE + "?code=").length());
    }

    private static void assertRejected(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("CODE_INVALID");
        assertThat(answer.json().getString("msg")).isEqualTo("the code is not valid");
    }
}
