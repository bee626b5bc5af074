package io.kgen.protocols.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is counted and logged of tokens. */
class TokenMetricsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TokenMetrics metrics = new TokenMetrics(meters);

    @Test
    void e70_theIssuerIsALabelOnlyIfItIsConfigured() {
        metrics.configured(Set.of("studio"));
        var series = meters.getMeters().size();
        metrics.refused(TokenRefusal.EXPIRED, "studio");
        metrics.refused(TokenRefusal.EXPIRED, "");
        metrics.refused(TokenRefusal.EXPIRED, "an issuer that a client made up");

        assertThat(refused("studio")).isEqualTo(1);
        assertThat(refused("other")).isEqualTo(2);
        assertThat(meters.getMeters()).hasSize(series);
    }

    private double refused(String issuer) {
        return meters.get("tokens.refused")
                .tag("reason", "expired")
                .tag("issuer", issuer)
                .counter()
                .count();
    }

    @Test
    void fiveThousandRefusedTokensAreTwoLines() {
        var logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        try {
            for (var i = 0; i < 5_000; i++) {
                metrics.refused(TokenRefusal.INVALID_SIGNATURE, "");
            }
            metrics.report();
            metrics.report();
        } finally {
            logger.setLevel(null);
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("INVALID_SIGNATURE"))
                .last()
                .asString()
                .startsWith("refused 4999 more tokens");
    }
}
