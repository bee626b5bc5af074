package io.kgen.protocols.gateway.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A token whose header and payload are parsed, once and strictly, and whose signature is not verified yet (E33). The claims
 * that select the keys are the claims that are used later.
 *
 * @param compact the token as it was sent
 * @param kid the name of its key; null if it names none
 */
record Jwt(String compact, String algorithm, String kid, Claims claims) {

    private static final Pattern COMPACT_SERIALIZATION = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]++");

    /** @throws TokenRefusedException unless it is a signed JWT with claims of the right types */
    static Jwt parse(String token) {
        if (!COMPACT_SERIALIZATION.matcher(token).matches()) {
            throw new TokenRefusedException(TokenRefusal.NOT_A_JWT);
        }
        var payloadAt = token.indexOf('.') + 1;
        var signatureAt = token.lastIndexOf('.') + 1;
        var header = object(token.substring(0, payloadAt - 1), TokenRefusal.INVALID_HEADER);
        requireSupported(header);
        bytes(token.substring(signatureAt), TokenRefusal.NOT_A_JWT);
        var payload = object(token.substring(payloadAt, signatureAt - 1), TokenRefusal.INVALID_PAYLOAD);
        return new Jwt(token, header.path("alg").textValue(), header.path("kid").textValue(), Claims.of(payload));
    }

    /** The keyring checks whether {@code alg} is the algorithm of the key. */
    private static void requireSupported(ObjectNode header) {
        if (header.has("crit") || header.has("b64")) {
            throw new TokenRefusedException(TokenRefusal.UNSUPPORTED_EXTENSION);
        }
        if (!header.path("alg").isTextual()) {
            throw new TokenRefusedException(TokenRefusal.INVALID_ALGORITHM);
        }
        if (header.has("kid") && !header.path("kid").isTextual()) {
            throw new TokenRefusedException(TokenRefusal.INVALID_HEADER);
        }
    }

    private static ObjectNode object(String base64url, TokenRefusal otherwise) {
        return StrictJson.object(bytes(base64url, otherwise)).orElseThrow(() -> new TokenRefusedException(otherwise));
    }

    /** Accepts only the canonical encoding, so that a token has one text form. */
    private static byte[] bytes(String base64url, TokenRefusal otherwise) {
        try {
            var bytes = Base64.getUrlDecoder().decode(base64url);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(base64url)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Not logged, because it would quote the token.
        }
        throw new TokenRefusedException(otherwise);
    }
}
