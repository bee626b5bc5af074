package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Compares the responses with the documented ones byte for byte. */
@PlatformTest
class FrozenOperationsIT {

    private final RunningPlatform platform;

    FrozenOperationsIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void linkedNumberHasSixKeysInDocumentedOrderAndEmptyUnknownValues() {
        platform.link(ISSUER, "1234", "1234567890");

        assertAnswer(Request.linkedNumber().by(token("1234")), """
                {"UserID":"1234","NameSpacedThirdPartyUserID":"","WalletAddress":"","IndiggWalletAddress":"",\
                "LinkedPhone":"1234567890","KGenID":""}""");
    }

    @Test
    void linkedNumberContainsTheOtherLinkedValues() {
        platform.call(
                UsersOperations.LINK_NUMBER,
                LinkNumber.builder(new PlayerId(ISSUER, "full"), "98765 43211")
                        .region("IN")
                        .namespacedThirdPartyUserId(ISSUER + "___full")
                        .walletAddress("0x78")
                        .indiggWalletAddress("0x79")
                        .kgenId("kg-1")
                        .build());

        assertAnswer(Request.linkedNumber().by(token("full")), """
                {"UserID":"full","NameSpacedThirdPartyUserID":"d5b2e760-1b6c-4296-a89f-1da0ffe8c414___full",\
                "WalletAddress":"0x78","IndiggWalletAddress":"0x79","LinkedPhone":"98765 43211","KGenID":"kg-1"}""");
    }

    @Test
    void noLinkedNumberIs500RecordNotFound() {
        var answer = platform.send(Request.linkedNumber().by(token("unknown-player")));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.error()).isEqualTo("RECORD_NOT_FOUND");
    }

    @Test
    void dropSaysThatTheEventIsDropped() {
        var documented = """
                {
                "attr1": "attr1Value",
                "attr3": "attr3Value",
                "attr4": "attr4Value"
                }""";

        assertAnswer(
                Request.drop("testEventID", documented).by(token("1234")), "{\"msg\":\"event dropped successfully\"}");
    }

    @Test
    void anInvalidDropIs400BadRequest() {
        var answer = platform.send(Request.drop("testEventID", "[]").by(token("1234")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void redirectIsTheStoresUrl() {
        assertAnswer(
                Request.redirect().by(token("unknown-player")), "{\"url\":\"https://indigg-uat.reciproci.com/store\"}");
    }

    @Test
    void redirectAcceptsTheDocumentedContentTypeWithoutABody() {
        var documented = Request.redirect().with("Content-Type", "application/json");

        assertThat(platform.send(documented.by(token("unknown-player"))).status())
                .isEqualTo(200);
    }

    @Test
    void historyIsABareArrayNewestFirst() {
        record("lost", "0", "You Lost", null, "10", "0");
        record("won", "5", "Won", Instant.parse("2021-06-01T12:00:00Z"), "100", "500");

        assertAnswer(Request.history("").by(token("gamer")), """
                [{"type":"Tournament","typeValue":5,"result":"Won","occurredAtText":"2021-06-01T12:00:00Z",\
                "mode":"Quick","buyInStake":100,"amountWon":500},\
                {"type":"Tournament","typeValue":0,"result":"You Lost","occurredAtText":"",\
                "mode":"Quick","buyInStake":10,"amountWon":0}]""");
    }

    @Test
    void historyOfANewPlayerIsAnEmptyArray() {
        assertAnswer(Request.history("").by(token("newcomer")), "[]");
    }

    @Test
    void historyWithoutATokenIs401UnAuthorized() {
        var answer = platform.send(Request.history(""));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("UN_AUTHORIZED");
    }

    private void record(String id, String typeValue, String result, Instant occurredAt, String stake, String won) {
        platform.call(
                AnalyticsOperations.RECORD_PARTICIPATION,
                RecordParticipation.builder(new PlayerId(ISSUER, "gamer"), "frozen", id)
                        .type("Tournament")
                        .typeValue(new BigDecimal(typeValue))
                        .result(result)
                        .occurredAt(occurredAt)
                        .mode("Quick")
                        .buyInStake(new BigDecimal(stake))
                        .amountWon(new BigDecimal(won))
                        .build());
    }

    private void assertAnswer(Request request, String body) {
        var answer = platform.send(request);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text()).isEqualTo(body);
    }
}
