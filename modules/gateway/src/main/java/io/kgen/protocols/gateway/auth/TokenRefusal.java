package io.kgen.protocols.gateway.auth;

/** The reason for rejecting a token. The message goes to the client and into the log; it never quotes the token. */
enum TokenRefusal {
    MISSING("the header user-jwt-token is missing"),
    REPEATED("duplicate user-jwt-token header"),
    TOO_LONG("the token is longer than " + TokenVerifier.MAX_LENGTH + " characters"),
    NOT_A_JWT("the header user-jwt-token is not a JWT"),
    INVALID_HEADER("the token's header must be base64url of one strict JSON object in UTF-8 without a BOM"),
    INVALID_ALGORITHM("the token's alg must be text"),
    UNSUPPORTED_EXTENSION("the token's header must not have crit or b64"),
    INVALID_PAYLOAD("the token's payload must be base64url of one strict JSON object in UTF-8 without a BOM"),
    INVALID_ISSUER("the token's iss must be text or an integer, of 1 to 256 characters"),
    INVALID_USER("the token's user_id must be text of 1 to 256 characters, without control characters"),
    INVALID_TIME("the token's exp, and nbf and iat if there are any, must be numbers of seconds since 1970"),
    UNKNOWN_ISSUER("the token's issuer is not known"),
    INVALID_SIGNATURE("the token's signature is not one of its issuer's keys"),
    UNKNOWN_KEY("the token's key is not one of those that its issuer publishes"),
    KEYS_UNAVAILABLE("the keys of the token's issuer cannot be fetched at the moment, try again"),
    NOT_YET_VALID("the token is not valid yet"),
    EXPIRED("the token has expired"),
    EXPIRES_TOO_LATE("the token's exp is too far ahead; it is a number of seconds, not of milliseconds");

    private final String message;

    TokenRefusal(String message) {
        this.message = message;
    }

    String message() {
        return message;
    }
}
