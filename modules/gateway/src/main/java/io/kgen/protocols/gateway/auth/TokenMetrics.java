package io.kgen.protocols.gateway.auth;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the tokens of players, and logs the refused ones. An issuer is a label only if it is configured, so that the number of series does not depend
 * on what clients send (E70). Thread-safe.
 */
public final class TokenMetrics {

    /** The label of a token whose issuer has no keys of its own, or is not known yet when the token is refused. */
    private static final String OTHER = "other";

    /** The reasons to refuse a token whose issuer is known. */
    private static final Set<TokenRefusal> OF_ISSUER =
            EnumSet.range(TokenRefusal.INVALID_SIGNATURE, TokenRefusal.EXPIRES_TOO_LATE);

    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);

    private record Refused(TokenRefusal reason, String issuer) {}

    private final MeterRegistry meters;
    private final Counter verified;
    private final Counter remembered;
    private final Map<Refused, Counter> refused = new ConcurrentHashMap<>();
    private final RefusalLog log = new RefusalLog(LOG_PERIOD);

    public TokenMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.verified = Counter.builder("tokens.verified")
                .description("Tokens whose signature was verified and that were accepted")
                .register(meters);
        this.remembered = Counter.builder("tokens.remembered")
                .description("Tokens that were accepted because they had been verified before")
                .register(meters);
        Arrays.stream(TokenRefusal.values()).forEach(reason -> register(reason, OTHER));
    }

    /** Registers the series of these issuers; those of others that were configured before remain. */
    public void configured(Set<String> issuers) {
        issuers.forEach(issuer -> OF_ISSUER.forEach(reason -> register(reason, issuer)));
    }

    private void register(TokenRefusal reason, String issuer) {
        refused.computeIfAbsent(
                new Refused(reason, issuer),
                key -> Counter.builder("tokens.refused")
                        .description("Tokens that were refused")
                        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                        .tag("issuer", issuer)
                        .register(meters));
    }

    void verified() {
        verified.increment();
    }

    void remembered() {
        remembered.increment();
    }

    /** @param issuer empty if it has no keys of its own or is not known yet */
    void refused(TokenRefusal reason, String issuer) {
        var counter = refused.get(new Refused(reason, issuer));
        (counter == null ? refused.get(new Refused(reason, OTHER)) : counter).increment();
        log.refused(reason);
    }

    /** How often {@link #report()} is to be called, in milliseconds. */
    public static long reportMillis() {
        return LOG_PERIOD.toMillis();
    }

    /** Logs how many tokens were refused since the last report. */
    public void report() {
        log.report();
    }
}
