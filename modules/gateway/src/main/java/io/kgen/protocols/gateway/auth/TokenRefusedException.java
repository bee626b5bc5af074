package io.kgen.protocols.gateway.auth;

/** A token that does not authenticate a player. Without a stack trace, because attackers can cause many. */
final class TokenRefusedException extends RuntimeException {

    private final TokenRefusal reason;
    private final String issuer;

    TokenRefusedException(TokenRefusal reason) {
        this(reason, "");
    }

    private TokenRefusedException(TokenRefusal reason, String issuer) {
        super(reason.message(), null, false, false);
        this.reason = reason;
        this.issuer = issuer;
    }

    /** The same refusal, of a token of this configured issuer. */
    TokenRefusedException of(String configuredIssuer) {
        return new TokenRefusedException(reason, configuredIssuer);
    }

    TokenRefusal reason() {
        return reason;
    }

    /** Empty if it is not an issuer with keys of its own. */
    String issuer() {
        return issuer;
    }
}
