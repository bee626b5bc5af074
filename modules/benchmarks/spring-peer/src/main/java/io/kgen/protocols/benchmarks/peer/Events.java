package io.kgen.protocols.benchmarks.peer;

import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.ObjectMapper;

/** One insert and one commit for each event, into the table of the product. */
@RestController
class Events {

    private static final String APPEND =
            "INSERT INTO analytics.event (issuer, user_id, event_id, attributes) VALUES (?, ?, ?, ?::json)";
    private static final Map<String, String> DROPPED = Map.of("msg", "event dropped successfully");

    private final JwtDecoder tokens;
    private final JdbcTemplate postgres;
    private final ObjectMapper json;

    Events(JwtDecoder tokens, JdbcTemplate postgres, ObjectMapper json) {
        this.tokens = tokens;
        this.postgres = postgres;
        this.json = json;
    }

    @PostMapping("/fe/analytics/px-tracker/events/{eventId}/drop")
    Map<String, String> drop(
            @RequestHeader("user-jwt-token") String token,
            @PathVariable String eventId,
            @RequestBody Map<String, Object> attributes) {
        var player = Player.of(token, tokens);
        postgres.update(APPEND, player.issuer(), player.userId(), eventId, json.writeValueAsString(attributes));
        return DROPPED;
    }
}
