package io.kgen.protocols.gateway.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import java.time.Duration;

/**
 * The claims of a token that are used, with their types checked.
 *
 * @param expiry {@code exp}, in seconds since 1970
 * @param notBefore {@code nbf}, in seconds since 1970; {@code Long.MIN_VALUE} if it is absent
 */
record Claims(PlayerId player, long expiry, long notBefore) {

    /** The accepted difference from the clock of an issuer, in seconds. */
    static final int LEEWAY = 60;

    /** Larger than any time in use, and too small to overflow. */
    private static final double MAX_SECONDS = Integer.MAX_VALUE * 1_000.0;

    /** @throws TokenRefusedException for a claim that is missing or of a wrong type */
    static Claims of(ObjectNode payload) {
        optionalTime(payload, "iat");
        return new Claims(
                player(issuer(payload.path("iss")), payload.path("user_id")),
                time(payload.path("exp")),
                optionalTime(payload, "nbf"));
    }

    String issuer() {
        return player.issuer();
    }

    /**
     * Rejects a token outside its period of validity.
     *
     * @param now in seconds since 1970
     * @param maxLifetime how far ahead a token may expire: an {@code exp} in milliseconds would never expire
     */
    void requireValidAt(long now, Duration maxLifetime) {
        if (notBefore > now + LEEWAY) {
            throw new TokenRefusedException(TokenRefusal.NOT_YET_VALID);
        }
        if (expiry + LEEWAY <= now) {
            throw new TokenRefusedException(TokenRefusal.EXPIRED);
        }
        if (expiry > now + maxLifetime.toSeconds()) {
            throw new TokenRefusedException(TokenRefusal.EXPIRES_TOO_LATE);
        }
    }

    /** Some issuers write their name as a number. */
    private static String issuer(JsonNode iss) {
        if (iss.isTextual() || iss.isIntegralNumber()) {
            return iss.asText();
        }
        throw new TokenRefusedException(TokenRefusal.INVALID_ISSUER);
    }

    private static PlayerId player(String issuer, JsonNode userId) {
        if (!userId.isTextual()) {
            throw new TokenRefusedException(TokenRefusal.INVALID_USER);
        }
        try {
            return new PlayerId(issuer, userId.asText());
        } catch (ServiceException e) {
            throw new TokenRefusedException(
                    isIdentifier(issuer) ? TokenRefusal.INVALID_USER : TokenRefusal.INVALID_ISSUER);
        }
    }

    private static boolean isIdentifier(String issuer) {
        try {
            PlayerId.require(issuer, "any");
            return true;
        } catch (ServiceException e) {
            return false;
        }
    }

    private static long optionalTime(ObjectNode payload, String claim) {
        return payload.has(claim) ? time(payload.path(claim)) : Long.MIN_VALUE;
    }

    private static long time(JsonNode claim) {
        if (claim.isNumber() && Double.isFinite(claim.doubleValue())) {
            return (long) Math.max(-MAX_SECONDS, Math.min(claim.doubleValue(), MAX_SECONDS));
        }
        throw new TokenRefusedException(TokenRefusal.INVALID_TIME);
    }
}
