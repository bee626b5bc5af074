package io.kgen.protocols.gateway.keys;

import io.kgen.protocols.gateway.VerificationKey;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one issuer at one moment. Immutable: a change makes another instance, which keeps the {@link TrustedKey} of
 * each key that stays. Not a record, because instances are compared by their identity.
 */
public final class IssuerKeys {

    private final String name;
    private final List<TrustedKey> keys;
    private final Optional<KeySetSource> provider;

    private IssuerKeys(String name, List<TrustedKey> keys, Optional<KeySetSource> provider) {
        this.name = name;
        this.keys = keys;
        this.provider = provider;
    }

    static IssuerKeys none(String name) {
        return new IssuerKeys(name, List.of(), Optional.empty());
    }

    /** The issuer; empty for the keys of all issuers without keys of their own. */
    public String name() {
        return name;
    }

    public List<TrustedKey> keys() {
        return keys;
    }

    /** Where missing keys can be fetched, if the issuer has a key set. */
    public Optional<KeySetSource> provider() {
        return provider;
    }

    /** Returns this instance if nothing changes. */
    IssuerKeys with(List<VerificationKey> changed, Optional<KeySetSource> changedProvider) {
        var isSame = keys.stream().map(TrustedKey::key).toList().equals(changed) && provider.equals(changedProvider);
        return isSame
                ? this
                : new IssuerKeys(name, changed.stream().map(this::trust).toList(), changedProvider);
    }

    private TrustedKey trust(VerificationKey key) {
        return keys.stream()
                .filter(trusted -> trusted.key().equals(key))
                .findFirst()
                .orElseGet(() -> new TrustedKey(key));
    }

    /** Whether one of the keys has the name of the token's key, so that fetching the key set again is of no use. */
    public boolean hasKeyNamed(String algorithm, String kid) {
        return kid != null
                && keys.stream()
                        .anyMatch(trusted -> kid.equals(trusted.key().kid())
                                && trusted.key().algorithm().equals(algorithm));
    }
}
