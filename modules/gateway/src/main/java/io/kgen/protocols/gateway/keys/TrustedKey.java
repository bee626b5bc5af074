package io.kgen.protocols.gateway.keys;

import io.kgen.protocols.gateway.VerificationKey;

/**
 * A key that verifies the tokens of one issuer, or of all issuers without keys of their own, until it is withdrawn. A
 * remembered token refers to the key that verified it, so that it is forgotten at the moment its key is withdrawn (E32).
 */
public final class TrustedKey {

    private final VerificationKey key;
    private volatile boolean withdrawn;

    TrustedKey(VerificationKey key) {
        this.key = key;
    }

    public VerificationKey key() {
        return key;
    }

    public boolean isWithdrawn() {
        return withdrawn;
    }

    void withdraw() {
        withdrawn = true;
    }

    /**
     * Whether a token with this header may be signed by this key. A key verifies by its own algorithm only (RFC 8725, 3.1).
     *
     * @param kid null if the token has none
     */
    public boolean matches(String algorithm, String kid) {
        return key.algorithm().equals(algorithm)
                && (kid == null || key.kid() == null || key.kid().equals(kid));
    }
}
