package io.kgen.protocols.gateway.keys;

import io.kgen.protocols.gateway.AuthConfig;
import io.kgen.protocols.gateway.VerificationKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys of all issuers on this node. Readers see one consistent state, also while it is replaced: a key that is withdrawn
 * is marked only after no reader can find it any more. Thread-safe.
 */
public final class TrustedKeys {

    private static final String DEFAULT = "";

    /** @param defaults verify the tokens of every issuer without keys of its own; empty if those tokens are rejected */
    private record State(Map<String, IssuerKeys> issuers, IssuerKeys defaults) {

        Set<TrustedKey> all() {
            Set<TrustedKey> all = Collections.newSetFromMap(new IdentityHashMap<>());
            Stream.concat(issuers.values().stream(), Stream.of(defaults)).forEach(issuer -> all.addAll(issuer.keys()));
            return all;
        }
    }

    private AuthConfig config;
    private Map<String, KeySetSource> providers = Map.of();
    private volatile State state = new State(Map.of(), IssuerKeys.none(DEFAULT));

    /** Starts with the configured keys; those of the key sets come when they are fetched. */
    public TrustedKeys(AuthConfig config) {
        replace(config, Map.of());
    }

    /** An issuer with keys of its own is verified by those only, so that no other key can sign for it (E30). */
    public IssuerKeys of(String issuer) {
        var now = state;
        return now.issuers.getOrDefault(issuer, now.defaults);
    }

    /** @param changedProviders by issuer, of those with a key set */
    synchronized void replace(AuthConfig changed, Map<String, KeySetSource> changedProviders) {
        config = changed;
        providers = Map.copyOf(changedProviders);
        update();
    }

    /** Takes what the providers have fetched, and withdraws what is no longer configured or published. */
    synchronized void update() {
        var before = state;
        var issuers = new HashMap<String, IssuerKeys>();
        config.issuerKeys().forEach((issuer, keys) -> {
            var provider = Optional.ofNullable(providers.get(issuer));
            issuers.put(
                    issuer,
                    before.issuers.getOrDefault(issuer, IssuerKeys.none(issuer)).with(all(keys, provider), provider));
        });
        // An issuer that gets keys of its own must not keep tokens that a default key verified.
        var defaults = issuers.keySet().equals(before.issuers.keySet()) ? before.defaults : IssuerKeys.none(DEFAULT);
        var now = new State(Map.copyOf(issuers), defaults.with(config.defaultKeys(), Optional.empty()));
        state = now;
        var remaining = now.all();
        before.all().stream().filter(key -> !remaining.contains(key)).forEach(TrustedKey::withdraw);
    }

    private static List<VerificationKey> all(List<VerificationKey> configured, Optional<KeySetSource> provider) {
        return Stream.concat(configured.stream(), provider.map(KeySetSource::keys).orElse(List.of()).stream())
                .toList();
    }
}
