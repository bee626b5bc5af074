package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Secret;
import java.util.List;
import java.util.stream.Stream;

/**
 * The store's server, which may redeem the codes that were made for its store.
 *
 * @param store what the codes call it
 * @param secrets any of which it may prove itself by, so that they rotate; none refuses everybody
 */
public record StoreCredentials(String store, String id, List<Secret> secrets) {

    private static final int MIN_SECRET_BYTES = 32;

    public StoreCredentials {
        secrets = List.copyOf(secrets);
    }

    /** Reads its part of the section {@code kstore}. */
    public static StoreCredentials read(ConfigSection kstore, String store) {
        var secrets = Stream.of("client-secret", "previous-client-secret")
                .filter(name -> !kstore.secret(name).isEmpty())
                .map(name -> secret(kstore, name))
                .toList();
        return new StoreCredentials(store, kstore.text("client-id"), secrets);
    }

    private static Secret secret(ConfigSection kstore, String name) {
        var secret = kstore.secret(name);
        if (secret.byteLength() < MIN_SECRET_BYTES || !secret.value().chars().allMatch(c -> c > ' ' && c <= '~')) {
            kstore.reject(name, "must be " + MIN_SECRET_BYTES + " visible ASCII characters or more");
        }
        return secret;
    }

    /** Takes the same time whatever is wrong, so that nobody can feel their way to a secret. */
    public boolean isProvedBy(String givenId, String givenSecret) {
        var known = new Secret(id).matches(givenId);
        var proved = false;
        for (var secret : secrets) {
            proved |= secret.matches(givenSecret);
        }
        return known && proved;
    }
}
