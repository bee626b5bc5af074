package io.kgen.protocols.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kgen.protocols.app.UsageException;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandTest {

    @Test
    void namesTheIssuerAndTheUser() throws IOException {
        var claims = claims("--issuer", "game", "--user", "42");
        assertThat(claims.path("iss").asText()).isEqualTo("game");
        assertThat(claims.path("client_id").asText()).isEqualTo("game");
        assertThat(claims.path("user_id").isTextual()).isTrue();
        assertThat(claims.path("user_id").asText()).isEqualTo("42");
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "15m, 900", "1h, 3600", "7d, 604800"})
    void expiresAfterItsTtl(String ttl, long seconds) throws IOException {
        var claims = claims("--issuer", "game", "--user", "42", "--ttl", ttl);
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(seconds);
    }

    @Test
    void readsClaimsAsJsonOrAsText() throws IOException {
        var claims = claims(
                "--issuer",
                "game",
                "--user",
                "42",
                "--claim",
                "is_new_user=true",
                "--claim",
                "iss=7",
                "--claim",
                "exp=\"soon\"",
                "--claim",
                "wallet_address=0x12",
                "--claim",
                "gamer_id=",
                "--claim",
                "note=1 = one");
        assertThat(claims.path("is_new_user").isBoolean()).isTrue();
        assertThat(claims.path("iss").asInt()).isEqualTo(7);
        assertThat(claims.path("exp").asText()).isEqualTo("soon");
        assertThat(claims.path("wallet_address").asText()).isEqualTo("0x12");
        assertThat(claims.path("gamer_id").asText("missing")).isEmpty();
        assertThat(claims.path("note").asText()).isEqualTo("1 = one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--issuer game",
                "--user 42",
                "--issuer game --user",
                "--issuer game --user 42 --ttl soon",
                "--issuer game --user 42 --claim nothing",
                "--issuer game --user 42 --admin"
            })
    void rejectsInvalidArguments(String arguments) {
        assertThatThrownBy(() -> TokenCommand.parse(List.of(arguments.split(" ", -1))))
                .isInstanceOf(UsageException.class);
    }

    private static JsonNode claims(String... arguments) throws IOException {
        var token = TokenCommand.parse(List.of(arguments)).mint("a secret of at least thirty-two bytes");
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }
}
