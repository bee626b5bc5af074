package io.kgen.protocols.bridge.access;

import io.kgen.protocols.platform.Secret;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A service that may use the bridge, with its credentials and the exact addresses that it may use.
 *
 * @param tokens the valid tokens; several, so that they can be rotated
 * @param subject the subject of its certificates, or null
 * @param fingerprints the SHA-256 fingerprints of its certificates, in hexadecimal
 */
public record Principal(
        String name,
        List<Secret> tokens,
        X500Principal subject,
        Set<String> fingerprints,
        Set<String> send,
        Set<String> subscribe) {

    public Principal {
        tokens = List.copyOf(tokens);
        fingerprints = Set.copyOf(fingerprints);
        send = Set.copyOf(send);
        subscribe = Set.copyOf(subscribe);
    }

    public boolean hasCertificate() {
        return subject != null || !fingerprints.isEmpty();
    }

    public boolean hasCredentials() {
        return !tokens.isEmpty() || hasCertificate();
    }
}
