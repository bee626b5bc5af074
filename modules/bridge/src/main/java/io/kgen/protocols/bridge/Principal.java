package io.kgen.protocols.bridge;

import io.kgen.protocols.platform.Secret;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A service that may use the bridge, and the exact addresses that it may use.
 *
 * @param tokens any of which it may prove itself by, so that they rotate
 * @param subject of its certificates, or null
 * @param fingerprints of its certificates: SHA-256, in hexadecimal
 */
record Principal(
        String name,
        List<Secret> tokens,
        X500Principal subject,
        Set<String> fingerprints,
        Set<String> send,
        Set<String> subscribe) {

    Principal {
        tokens = List.copyOf(tokens);
        fingerprints = Set.copyOf(fingerprints);
        send = Set.copyOf(send);
        subscribe = Set.copyOf(subscribe);
    }

    boolean hasCertificate() {
        return subject != null || !fingerprints.isEmpty();
    }

    boolean canProveItself() {
        return !tokens.isEmpty() || hasCertificate();
    }
}
