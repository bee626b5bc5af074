package io.kgen.protocols.gateway.auth;

/** A token that does not authenticate a player. Without a stack trace, because attackers can cause many. */
final class TokenRefusedException extends RuntimeException {

    private final TokenRefusal reason;

    TokenRefusedException(TokenRefusal reason) {
        super(reason.message(), null, false, false);
        this.reason = reason;
    }

    TokenRefusal reason() {
        return reason;
    }
}
