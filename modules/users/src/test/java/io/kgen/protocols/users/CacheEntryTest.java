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
    void comesBackAsItWasWritten() {
        var state = new LinkState(17, new LinkedNumber("user", "client#ü:\n=?-", "0xab", "", "+49 176\u200B1", "日本"));

        assertThat(CacheEntry.read(PLAYER, Buffer.buffer(CacheEntry.write(state))))
                .isEqualTo(state);
    }

    @Test
    void remembersThatThereIsNone() {
        assertThat(CacheEntry.read(PLAYER, Buffer.buffer(CacheEntry.write(LinkState.NONE))))
                .isEqualTo(LinkState.NONE);
    }

    @Test
    void aMarkAnswersNothing() {
        assertThat(CacheEntry.read(PLAYER, Buffer.buffer(CacheEntry.mark(17)))).isNull();
    }

    @Test
    void noTwoMarksAreAlike() {
        assertThat(CacheEntry.mark(17)).startsWith("?17:").isNotEqualTo(CacheEntry.mark(17));
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
                "!"
            })
    void e61_whatIsNotUnderstoodAnswersNothing(String entry) {
        assertThat(CacheEntry.read(PLAYER, Buffer.buffer(entry))).isNull();
    }
}
