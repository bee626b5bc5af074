package io.kgen.protocols.benchmarks.peer;

import org.springframework.security.oauth2.jwt.JwtDecoder;

/** The authenticated player. */
record Player(String issuer, String userId) {

    static Player of(String token, JwtDecoder tokens) {
        var jwt = tokens.decode(token);
        return new Player(jwt.getClaimAsString("iss"), jwt.getClaimAsString("user_id"));
    }
}
