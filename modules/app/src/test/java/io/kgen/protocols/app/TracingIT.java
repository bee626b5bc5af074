package io.kgen.protocols.app;

import static io.kgen.protocols.app.support.CapturedSpans.newTrace;
import static io.kgen.protocols.app.support.CapturedSpans.traceparent;
import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Answer;
import io.kgen.protocols.app.support.BridgeClient;
import io.kgen.protocols.app.support.CapturedSpans;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each operation has one unbroken trace, from the client's span to PostgreSQL and Redis. */
@ExtendWith(SandboxExtension.class)
class TracingIT {

    private static final String BRIDGE_TOKEN = "the-token-of-a-client-in-another-language";
    private static final String PLAYER = "the-player-who-is-traced";
    private static final String NUMBER = "9876544444";

    private static final CapturedSpans SPANS = new CapturedSpans();

    @AutoClose
    private static RunningPlatform platform;

    @BeforeAll
    static void start(Sandbox sandbox, @TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("bridge.yaml"), """
                bridge:
                  enabled: true
                  port: 0
                  principals:
                    - name: client
                      token: %s
                      send: [analytics.participation.record]
                """.formatted(BRIDGE_TOKEN));
        platform = RunningPlatform.on(sandbox, file, SPANS);
        platform.link(ISSUER, PLAYER, NUMBER);
    }

    @Test
    void ofALookup() {
        Await.until(() -> {
            var trace = newTrace();
            assertThat(send(trace, Request.linkedNumber()).text()).contains(NUMBER);
            // After a change, and until Redis is known to be current, a lookup reads PostgreSQL only.
            return SPANS.unbroken(trace)
                    .equals(List.of(
                            "CLIENT redis MGET",
                            "SERVER users.linked-number.find",
                            "CLIENT users.linked-number.find",
                            "SERVER GET /fe/users/account/linked-mobile-number"));
        });
    }

    @Test
    void ofALookupThatMissesTheCache() {
        Await.until(() -> {
            var trace = newTrace();
            var request = Request.linkedNumber().by(token("stranger-" + trace)).with("traceparent", traceparent(trace));
            assertThat(platform.send(request).status()).isEqualTo(500);
            return SPANS.unbroken(trace)
                    .equals(List.of(
                            "CLIENT redis MGET",
                            "CLIENT redis SET",
                            "CLIENT postgresql SELECT",
                            "CLIENT redis EVAL",
                            "SERVER users.linked-number.find",
                            "CLIENT users.linked-number.find",
                            "SERVER GET /fe/users/account/linked-mobile-number"));
        });
        assertThat(SPANS.all().stream().filter(span -> span.getName().startsWith("SERVER GET")))
                .as("a player without a number is not an error")
                .noneMatch(span -> span.getStatus().getStatusCode() == StatusCode.ERROR);
    }

    @Test
    void ofADrop() {
        assertTrace(
                Request.drop("an-event-of-the-test", "{\"to\":\"" + NUMBER + "\"}"),
                "CLIENT postgresql SELECT",
                "INTERNAL group commit",
                "SERVER analytics.event.record",
                "CLIENT analytics.event.record",
                "SERVER POST /fe/analytics/px-tracker/events/{eventID}/drop");
    }

    @Test
    void ofABatch() {
        assertTrace(
                Request.batch("{\"key\":\"k-1\",\"eventId\":\"an-event-of-the-test\",\"attributes\":{}}"),
                "SERVER analytics.events.record",
                "SERVER POST /fe/analytics/px-tracker/events/batch");
    }

    @Test
    void ofTheHistory() {
        assertTrace(
                Request.history("limit=1"),
                "CLIENT postgresql SELECT",
                "SERVER analytics.participation.history",
                "SERVER GET /fe/esports/statistics/historic");
    }

    @Test
    void ofTheSummary() {
        assertTrace(
                Request.summary(""),
                "SERVER analytics.participation.summary",
                "SERVER GET /fe/esports/statistics/summary");
    }

    @Test
    void ofARedirectAndItsRedemption() {
        var redirect = assertTrace(
                Request.redirect(),
                "SERVER users.linked-number.find",
                "CLIENT users.linked-number.find",
                "SERVER kstore.redirect.generate",
                "SERVER POST /fe/users/k-store/generate-redirect-uri");
        var code = redirect.text().replaceFirst("(?s).*code=([^\"&]+).*", "$1");
        assertTrace(Request.redeem(code), "SERVER kstore.code.redeem", "SERVER POST /s2s/k-store/redeem");
    }

    @Test
    void ofAFrameOfTheBridge() throws IOException {
        var trace = newTrace();
        try (var client = new BridgeClient(platform.bridgePort().getAsInt(), BRIDGE_TOKEN)) {
            var reply = client.exchange("""
                    {"type":"send","address":"analytics.participation.record","replyAddress":"r",
                    "headers":{"token":"T","traceparent":"%s"},
                    "body":{"issuer":"%s","userId":"%s","source":"test","sourceId":"1","type":"TOURNAMENT",
                    "typeValue":1,"result":"Won","mode":"SOLO","buyInStake":1,"amountWon":2}}
                    """.formatted(traceparent(trace), ISSUER, PLAYER));
            assertThat(reply).contains("\"status\":\"stored\"");
        }
        assertThat(SPANS.unbroken(trace))
                .contains(
                        "SERVER bridge analytics.participation.record",
                        "SERVER analytics.participation.record",
                        "CLIENT postgresql INSERT");
    }

    /** The commit of a group is in the trace of one of its events, with links to the others. */
    @Test
    void everyEventOfAGroupLeadsToItsCommit() {
        var traces = IntStream.range(0, 50).mapToObj(i -> newTrace()).toList();
        traces.stream()
                .map(trace -> CompletableFuture.supplyAsync(() -> send(trace, Request.drop("e", "{}"))))
                .toList()
                .forEach(answer -> assertThat(answer.join().status()).isEqualTo(200));

        assertThat(traces).allSatisfy(trace -> {
            assertThat(SPANS.unbroken(trace)).contains("SERVER analytics.event.record");
            assertThat(SPANS.all())
                    .filteredOn(span -> span.getName().equals("group commit"))
                    .anyMatch(span -> span.getTraceId().equals(trace)
                            || span.getLinks().stream()
                                    .map(LinkData::getSpanContext)
                                    .anyMatch(linked -> linked.getTraceId().equals(trace)));
        });
    }

    @Test
    void aRequestWithoutATraceIsSampledByTheRatio() {
        var before = SPANS.all().size();
        var trace = newTrace();

        assertThat(platform.send(Request.linkedNumber().by(token(PLAYER))).status())
                .isEqualTo(200);
        send(trace, Request.linkedNumber());

        assertThat(SPANS.all().stream().skip(before))
                .as("the ratio of this test is 0")
                .hasSize(SPANS.of(trace).size());
    }

    @Test
    void e73_noSpanContainsWhatAPlayerHasSent() {
        var trace = newTrace();
        send(trace, Request.drop("event-" + NUMBER, "{\"to\":\"" + NUMBER + "\"}"));
        send(trace, Request.get(Request.LINKED_NUMBER + "?phone=" + NUMBER));
        send(trace, Request.linkedNumber());

        assertThat(SPANS.of(trace)).isNotEmpty();
        assertThat(SPANS.all().stream().map(SpanData::toString))
                .noneMatch(span -> span.contains(NUMBER) || span.contains(PLAYER) || span.contains("eyJ"));
    }

    private static Answer send(String trace, Request request) {
        return platform.send(request.by(token(PLAYER)).with("traceparent", traceparent(trace)));
    }

    private static Answer assertTrace(Request request, String... spans) {
        var trace = newTrace();
        var answer = send(trace, request);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(SPANS.unbroken(trace)).contains(spans);
        return answer;
    }
}
