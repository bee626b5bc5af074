package io.kgen.protocols.kstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OneTimeCodeTest {

    private final OneTimeCode code = new OneTimeCode("a-code");

    @Test
    void has192RandomBitsInUrlSafeCharacters() {
        var text = OneTimeCode.random().text();
        assertThat(text).matches("[A-Za-z0-9_-]{32}");
        assertThat(Base64.getUrlDecoder().decode(text)).hasSize(24);
    }

    @Test
    void isUnique() {
        assertThat(Stream.generate(OneTimeCode::random).limit(1_000).collect(Collectors.toSet()))
                .hasSize(1_000);
    }

    @Test
    void isHashedBySha256() {
        // printf 'a-code' | sha256sum
        assertThat(HexFormat.of().formatHex(code.hash().getBytes()))
                .isEqualTo("912bec0aade1bad101719dbe2e82fff4a76748c6480ba8b409ff43a384ca778f");
    }

    @Test
    void computesTheHmacOfANumber() {
        // printf '1234567890' | openssl dgst -sha256 -hmac a-code
        assertThat(HexFormat.of().formatHex(code.phoneHmac("1234567890").getBytes()))
                .isEqualTo("aec89d6385c98795dcfe892a97e31976df7effb3a2ea80448d72196c6ae7a62c");
    }

    @Test
    void toStringOmitsTheCodeAndItsHash() {
        var issued = IssuedCode.of(code, new PlayerId("issuer", "user"), "store", "1234567890");
        assertThat(code).hasToString("OneTimeCode[]");
        assertThat(issued).hasToString("IssuedCode[player=PlayerId[issuer=issuer, userId=user], store=store]");
    }
}
