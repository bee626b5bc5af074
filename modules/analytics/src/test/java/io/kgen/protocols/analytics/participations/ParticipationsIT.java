package io.kgen.protocols.analytics.participations;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.LIST_PARTICIPATIONS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static io.kgen.protocols.contracts.analytics.WriteStatus.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.analytics.Participation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The history contains the recorded participations unchanged. */
class ParticipationsIT extends ParticipationsFixture {

    @Test
    void theHistoryContainsTheRecordedParticipation() {
        assertThat(record(won("500", 0))).isEqualTo(STORED);

        assertThat(history("user"))
                .containsExactly(new Participation(
                        "Tournament",
                        new BigDecimal("5"),
                        "Won",
                        NOON,
                        "Quick",
                        new BigDecimal("100"),
                        new BigDecimal("500")));
    }

    @Test
    void e51_issuerSourceAndSourceIdIdentifyAParticipation() {
        assertThat(record(withIdentity("issuer", "arena", "1"))).isEqualTo(STORED);
        assertThat(record(withIdentity("another", "arena", "1"))).isEqualTo(STORED);
        assertThat(record(withIdentity("issuer", "another", "1"))).isEqualTo(STORED);
        assertThat(record(withIdentity("issuer", "arena", "2"))).isEqualTo(STORED);
        assertThat(history("user")).hasSize(3);
    }

    @Test
    void e51_storesAmountsExactly() {
        var long38 = "12345678901234567890.123456789012345678";
        LongStream.range(0, 10).forEach(i -> record(withIdentity("issuer", "arena", "tenth-" + i, "0.1")));
        record(withIdentity("issuer", "arena", "long", long38));
        record(withIdentity("issuer", "arena", "minus", "-1.0"));

        assertThat(analytics.sql("SELECT sum(amount_won) FROM analytics.participation"))
                .containsExactly(long38);
        assertThat(history("user").stream().map(Participation::amountWon).reduce(BigDecimal::add))
                .contains(new BigDecimal(long38));
    }

    @Test
    void repliesToPlainJsonWithPlainJson() {
        var participation = new JsonObject()
                .put("issuer", "issuer")
                .put("userId", "user")
                .put("source", "arena")
                .put("sourceId", "match-1")
                .put("type", "Tournament")
                .put("typeValue", 5)
                .put("result", "Won")
                .put("occurredAt", "2021-06-01T14:00:00+02:00")
                .put("mode", "Quick")
                .put("buyInStake", new BigDecimal("0.10"))
                .put("amountWon", new BigDecimal("1234567890123456.789"));
        var request = new JsonObject().put("issuer", "issuer").put("userId", "user");

        assertThat(analytics.callWithJson(RECORD_PARTICIPATION, participation))
                .isEqualTo(new JsonObject().put("status", "stored"));
        assertThat(analytics.callWithJson(LIST_PARTICIPATIONS, request))
                .isEqualTo(new JsonObject()
                        .put(
                                "participations",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("type", "Tournament")
                                                .put("typeValue", 5)
                                                .put("result", "Won")
                                                .put("occurredAt", "2021-06-01T12:00:00Z")
                                                .put("mode", "Quick")
                                                .put("buyInStake", new BigDecimal("0.10"))
                                                .put("amountWon", new BigDecimal("1234567890123456.789")))));
    }
}
