package io.kgen.protocols.gateway;

import io.kgen.protocols.bus.Caller;
import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Secret;
import java.util.List;
import java.util.stream.Stream;

/**
 * The credentials of the store's server, which may redeem the codes of its store.
 *
 * @param store the name of the store in the codes
 * @param secrets each of which is accepted, so that they can be rotated; without any, every request is rejected
 */
public record StoreCredentials(String store, String id, List<Secret> secrets) {

    private static final int MIN_SECRET_BYTES = 32;

    public StoreCredentials {
        secrets = List.copyOf(secrets);
    }

    /** Reads the credentials from the section {@code kstore}. */
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

    /** The store's server as the caller of an operation. */
    public Caller caller() {
        return Caller.service(id);
    }

    /** Takes the same time for every mismatch, so that timing does not reveal a part of a secret. */
    public boolean matches(String givenId, String givenSecret) {
        var matchesId = new Secret(id).matches(givenId);
        var matchesSecret = false;
        for (var secret : secrets) {
            matchesSecret |= secret.matches(givenSecret);
        }
        return matchesId && matchesSecret;
    }
}
