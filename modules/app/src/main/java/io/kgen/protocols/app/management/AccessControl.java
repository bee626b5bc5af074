package io.kgen.protocols.app.management;

import io.kgen.protocols.platform.Secret;
import java.util.Locale;
import java.util.Optional;

/** Decides by the token of the operator who may use which route. Everything that is not allowed is refused. */
final class AccessControl {

    private static final String BEARER = "bearer ";

    private final boolean isLoopback;
    private volatile Secret token;

    AccessControl(ManagementConfig config) {
        this.isLoopback = config.isLoopback();
        this.token = config.token();
    }

    /** Accepts another token from now on, and no longer the one before. */
    void replaceToken(Secret changed) {
        token = changed;
    }

    /**
     * The reason why a request is refused; empty if it is allowed.
     *
     * @param authorization the header of that name, or null
     */
    Optional<Refusal> check(Access access, String authorization) {
        var expected = token;
        if (access == Access.OPEN || (access == Access.READ && expected.isEmpty() && isLoopback)) {
            return Optional.empty();
        }
        if (expected.isEmpty()) {
            return Optional.of(Refusal.NO_TOKEN_CONFIGURED);
        }
        var sent = bearerToken(authorization);
        if (sent.isEmpty()) {
            return Optional.of(Refusal.TOKEN_MISSING);
        }
        return expected.matches(sent) ? Optional.empty() : Optional.of(Refusal.TOKEN_WRONG);
    }

    private static String bearerToken(String header) {
        return header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : "";
    }
}
