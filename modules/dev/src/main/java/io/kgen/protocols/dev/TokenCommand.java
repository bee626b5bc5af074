package io.kgen.protocols.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kgen.protocols.app.UsageException;
import io.kgen.protocols.sandbox.PlayerToken;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code ./dev token --issuer I --user U [--ttl 1h] [--claim name=value]…} */
record TokenCommand(String issuer, String user, Duration ttl, Map<String, Object> claims) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern TTL = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Duration DEFAULT_TTL = Duration.ofDays(1);

    static TokenCommand parse(List<String> arguments) {
        String issuer = null;
        String user = null;
        var ttl = DEFAULT_TTL;
        var claims = new LinkedHashMap<String, Object>();
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            var option = rest.next();
            switch (option) {
                case "--issuer" -> issuer = valueOf(option, rest);
                case "--user" -> user = valueOf(option, rest);
                case "--ttl" -> ttl = duration(valueOf(option, rest));
                case "--claim" -> addClaim(valueOf(option, rest), claims);
                default -> throw new UsageException("unknown option " + option);
            }
        }
        if (issuer == null || user == null) {
            throw new UsageException("--issuer and --user are required");
        }
        return new TokenCommand(issuer, user, ttl, claims);
    }

    String mint(String secret) {
        var token = PlayerToken.of(issuer, user).validFor(ttl);
        for (var claim : claims.entrySet()) {
            token = token.claim(claim.getKey(), claim.getValue());
        }
        return token.signedBy(secret);
    }

    private static String valueOf(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs a value");
        }
        return rest.next();
    }

    private static Duration duration(String text) {
        var match = TTL.matcher(text);
        if (!match.matches()) {
            throw new UsageException("--ttl must be a duration such as 90s, 15m, 1h or 7d");
        }
        return Duration.parse(match.group(2).equals("d") ? "P" + text : "PT" + text);
    }

    private static void addClaim(String text, Map<String, Object> claims) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new UsageException("--claim must be name=value");
        }
        claims.put(text.substring(0, equals), jsonOrText(text.substring(equals + 1)));
    }

    private static Object jsonOrText(String text) {
        try {
            var json = JSON.readTree(text);
            return json.isMissingNode() ? text : json;
        } catch (JsonProcessingException notJson) {
            return text;
        }
    }
}
