package io.kgen.protocols.gateway;

import io.kgen.protocols.gateway.auth.TokenMetrics;
import io.kgen.protocols.gateway.auth.TokenVerifier;
import io.kgen.protocols.gateway.auth.VerifiedTokenCache;
import io.kgen.protocols.gateway.keys.KeySets;
import io.kgen.protocols.gateway.keys.TrustedKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * Keeps the keys that verify tokens, for all instances of {@link HttpVerticle} on this node: the configured ones, and those
 * that issuers publish. One instance, deployed before them.
 */
public final class TokenKeysVerticle extends VerticleBase {

    private static final long REFRESH_CHECK_MILLIS = 1_000;

    private final AuthConfig config;
    private final MeterRegistry meters;
    private final TrustedKeys trusted;
    private final TokenMetrics metrics;
    private final VerifiedTokenCache cache;
    private KeySets keySets;

    public TokenKeysVerticle(AuthConfig config, MeterRegistry meters) {
        this.config = config;
        this.meters = meters;
        this.trusted = new TrustedKeys(config);
        this.metrics = new TokenMetrics(meters);
        this.cache = new VerifiedTokenCache(config.rememberedTokens());
    }

    /** Waits for the first answer of each provider, but starts without it, too. */
    @Override
    public Future<?> start() {
        keySets = new KeySets(vertx, trusted, meters);
        vertx.setPeriodic(REFRESH_CHECK_MILLIS, tick -> keySets.refresh());
        vertx.setPeriodic(TokenMetrics.reportMillis(), tick -> metrics.report());
        return configure(config);
    }

    /** Takes the keys. The tokens of a key that is withdrawn are forgotten at once. */
    public Future<?> reload(AuthConfig changed) {
        return Future.<Void>future(done -> context.runOnContext(now -> Future.<Void>succeededFuture()
                .compose(begin -> configure(changed))
                .onComplete(done)));
    }

    private Future<Void> configure(AuthConfig changed) {
        metrics.configured(changed.issuerKeys().keySet());
        return keySets.configure(changed);
    }

    /** For one event loop. All share the keys and the cache of verified tokens. */
    TokenVerifier newVerifier(Vertx vertxOfLoop) {
        return new TokenVerifier(vertxOfLoop, trusted, cache, config.maxLifetime(), metrics, Clock.systemUTC());
    }
}
