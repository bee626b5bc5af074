package io.kgen.protocols.gateway;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.ServiceFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads the claims of a token; whatever does not fit is {@link Unauthorized}. */
final class Claims {

    /** How far the clock of an issuer may be off, in seconds. */
    static final int LEEWAY = 60;

    private final JsonObject payload;

    Claims(JsonObject payload) {
        this.payload = payload;
    }

    /** The claims as the caller states them, for choosing the key that verifies them. */
    static Claims unverified(String token) {
        try {
            var segment = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
            var json = new String(Base64.getUrlDecoder().decode(segment), StandardCharsets.UTF_8);
            return new Claims(new JsonObject(json));
        } catch (IllegalArgumentException | DecodeException e) {
            throw Unauthorized.because("the token's payload is damaged");
        }
    }

    /** Some issuers write their name as a number. */
    String issuer() {
        var issuer = payload.getValue("iss");
        if (issuer instanceof String text) {
            return text;
        }
        if (issuer instanceof Integer || issuer instanceof Long || issuer instanceof BigInteger) {
            return issuer.toString();
        }
        throw Unauthorized.because("the token names no issuer");
    }

    PlayerId player() {
        if (!(payload.getValue("user_id") instanceof String userId)) {
            throw Unauthorized.because("the token names no user");
        }
        try {
            return new PlayerId(issuer(), userId);
        } catch (ServiceFailure e) {
            throw Unauthorized.because("the token names no user");
        }
    }

    /** Refuses a token outside its time; seconds since 1970. */
    void requireValidAt(long now) {
        optionalTime("iat", 0);
        if (optionalTime("nbf", now) > now + LEEWAY) {
            throw Unauthorized.because("the token is not valid yet");
        }
        if (expiry() + LEEWAY <= now) {
            throw Unauthorized.because("the token has expired");
        }
    }

    /** Seconds since 1970. */
    long expiry() {
        return time("exp");
    }

    private long optionalTime(String claim, long otherwise) {
        return payload.containsKey(claim) ? time(claim) : otherwise;
    }

    private long time(String claim) {
        if (payload.getValue(claim) instanceof Number seconds && Double.isFinite(seconds.doubleValue())) {
            // Far beyond any clock, and far from overflow.
            return (long) Math.min(seconds.doubleValue(), Integer.MAX_VALUE * 1_000.0);
        }
        throw Unauthorized.because("the token's " + claim + " must be a time");
    }
}
