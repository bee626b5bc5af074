package io.kgen.protocols.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

/** The limits of the configuration, on a whole node. The rate is too low to be refilled during a test. */
@PlatformTest(configuration = """
        limits:
          player: 3/h, redirect off
        """)
class RateLimitsIT {

    private final RunningPlatform platform;

    RateLimitsIT(RunningPlatform platform) {
        this.platform = platform;
    }

    /** The client compares every response with the published contract. */
    @Test
    void theRefusalOfEveryOperationIsThatOfTheContract() {
        for (var request : new Request[] {
            Request.summary("").by(RunningPlatform.token("reader")),
            Request.history("").by(RunningPlatform.token("reader")),
            Request.drop("limited", "{}").by(RunningPlatform.token("writer")),
            Request.batch("{\"eventId\":\"limited\",\"attributes\":{}}").by(RunningPlatform.token("writer"))
        }) {
            for (var i = 0; i < 3; i++) {
                platform.send(request);
            }
            var refused = platform.send(request.with("Origin", RunningPlatform.ORIGIN));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.error()).isEqualTo("RATE_LIMITED");
            assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(RunningPlatform.ORIGIN);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 1_200);
        }
    }

    @Test
    void aKindOfRequestMayHaveNoLimit() {
        for (var i = 0; i < 10; i++) {
            assertThat(platform.send(Request.redirect().by(RunningPlatform.token("visitor")))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aClientReadsRetryAfterAndKeepsItsConnection() throws IOException {
        try (var client = HttpClients.custom().disableAutomaticRetries().build()) {
            var get = new HttpGet("http://127.0.0.1:" + platform.httpPort() + Request.SUMMARY);
            get.setHeader("user-jwt-token", RunningPlatform.token("apache"));
            for (var i = 0; i < 3; i++) {
                assertThat(status(client, get)).isEqualTo(200);
            }
            var retryAfter = client.execute(get, response -> {
                assertThat(response.getCode()).isEqualTo(429);
                assertThat(response.getFirstHeader(HttpHeaders.CONNECTION)).isNull();
                return response.getFirstHeader(HttpHeaders.RETRY_AFTER).getValue();
            });
            assertThat(Integer.parseInt(retryAfter)).isBetween(1, 1_200);
        }
    }

    private static int status(CloseableHttpClient client, HttpGet get) throws IOException {
        return client.execute(get, response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        });
    }
}
