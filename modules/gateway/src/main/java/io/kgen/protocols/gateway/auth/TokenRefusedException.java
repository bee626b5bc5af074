package io.kgen.protocols.gateway.auth;

/** A token that does not prove who is calling. Has no stack trace: an attacker decides how often it is thrown. */
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
