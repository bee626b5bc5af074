package io.kgen.protocols.benchmarks.micro;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.gateway.AuthConfig;
import io.kgen.protocols.gateway.VerificationKey;
import io.kgen.protocols.gateway.auth.TokenMetrics;
import io.kgen.protocols.gateway.auth.TokenVerifier;
import io.kgen.protocols.gateway.auth.VerifiedTokenCache;
import io.kgen.protocols.gateway.keys.TrustedKeys;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.PlayerToken;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Verifies a new token and a cached token. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TokensBenchmark {

    private static final String SECRET = "a secret of the benchmarks, of 32 bytes or more";
    private static final int REMEMBERED = 20_000;

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap()
            .add(TokenVerifier.HEADER, PlayerToken.of("bench", "u000001").signedBy(SECRET));
    private Vertx vertx;
    private TokenVerifier forgetful;
    private TokenVerifier remembering;

    @Setup
    public void start() {
        vertx = Vertx.vertx();
        forgetful = verifier(new VerifiedTokenCache(0));
        remembering = verifier(new VerifiedTokenCache(REMEMBERED));
    }

    @TearDown
    public void stop() {
        vertx.close().await();
    }

    private TokenVerifier verifier(VerifiedTokenCache cache) {
        var config = config();
        return new TokenVerifier(
                vertx,
                new TrustedKeys(config),
                cache,
                config.maxLifetime(),
                new TokenMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
                Clock.systemUTC());
    }

    private static AuthConfig config() {
        return new AuthConfig(
                List.of(new VerificationKey("HS256", null, new Secret(SECRET))),
                Map.of(),
                REMEMBERED,
                Duration.ofDays(366));
    }

    @Benchmark
    public PlayerId firstTime() {
        return forgetful.caller(headers);
    }

    @Benchmark
    public PlayerId remembered() {
        return remembering.caller(headers);
    }
}
