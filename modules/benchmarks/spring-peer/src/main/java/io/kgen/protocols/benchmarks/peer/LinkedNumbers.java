package io.kgen.protocols.benchmarks.peer;

import java.time.Duration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Serves the linked number of a player from Redis, and from PostgreSQL on a miss. */
@RestController
class LinkedNumbers {

    private static final Duration TTL = Duration.ofHours(1);
    private static final String FIND = """
            SELECT json_build_object('UserID', user_id, 'NameSpacedThirdPartyUserID', namespaced_third_party_user_id,
                   'WalletAddress', wallet_address, 'IndiggWalletAddress', indigg_wallet_address,
                   'LinkedPhone', phone, 'KGenID', kgen_id)::text
            FROM users.linked_number WHERE issuer = ? AND user_id = ?
            """;

    private final JwtDecoder tokens;
    private final StringRedisTemplate redis;
    private final JdbcTemplate postgres;

    LinkedNumbers(JwtDecoder tokens, StringRedisTemplate redis, JdbcTemplate postgres) {
        this.tokens = tokens;
        this.redis = redis;
        this.postgres = postgres;
    }

    /** The cache stores the encoded response, which is the cheapest way for Redis and Spring. */
    @GetMapping(path = "/fe/users/account/linked-mobile-number", produces = MediaType.APPLICATION_JSON_VALUE)
    String find(@RequestHeader("user-jwt-token") String token) {
        var player = Player.of(token, tokens);
        var key = "peer:" + player.issuer() + ':' + player.userId();
        var cached = redis.opsForValue().get(key);
        if (cached != null) {
            return cached;
        }
        var found = postgres.queryForObject(FIND, String.class, player.issuer(), player.userId());
        redis.opsForValue().set(key, found, TTL);
        return found;
    }
}
