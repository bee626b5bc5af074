package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheEntryTest {

    private static final PlayerId PLAYER = new PlayerId("issuer", "user");

    @Test
    void decodesAnEncodedLink() {
        var state =
                new VersionedLink(17, new LinkedNumber("user", "client#ü:\n=?-", "0xab", "", "+49 176\u200B1", "日本"));

        assertThat(decode(CacheEntry.encode(state))).isEqualTo(state);
    }

    @Test
    void encodesAndDecodesANegativeEntry() {
        assertThat(decode(CacheEntry.encode(VersionedLink.NONE))).isEqualTo(VersionedLink.NONE);
    }

    @Test
    void aLeaseTokenDoesNotDecodeToALink() {
        assertThat(decode(CacheEntry.token(17))).isNull();
    }

    @Test
    void createsUniqueTokens() {
        assertThat(CacheEntry.token(17)).startsWith("?17:").isNotEqualTo(CacheEntry.token(17));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "=17",
                "=17:",
                "=:a\0b\0c\0d\0e",
                "=x:a\0b\0c\0d\0e",
                "=17:a\0b\0c\0d",
                "=17:a\0b\0c\0d\0e\0f",
                "-",
                "-0:0123abcd4567ef89",
                "!"
            })
    void e61_anEntryOfAnotherFormatDoesNotDecodeToALink(String entry) {
        assertThat(decode(entry)).isNull();
    }

    private static VersionedLink decode(String entry) {
        return CacheEntry.decode(PLAYER, Buffer.buffer(entry));
    }
}
