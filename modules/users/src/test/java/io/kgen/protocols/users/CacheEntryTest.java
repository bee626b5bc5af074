package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheEntryTest {

    private static final String REIGN = "0123abcd4567ef89";
    private static final PlayerId PLAYER = new PlayerId("issuer", "user");

    @Test
    void comesBackAsItWasWritten() {
        var state =
                new VersionedLink(17, new LinkedNumber("user", "client#ü:\n=?-", "0xab", "", "+49 176\u200B1", "日本"));

        assertThat(read(CacheEntry.write(state, REIGN))).isEqualTo(state);
    }

    @Test
    void remembersThatThereIsNone() {
        assertThat(read(CacheEntry.write(VersionedLink.NONE, REIGN))).isEqualTo(VersionedLink.NONE);
    }

    @Test
    void aMarkAnswersNothing() {
        assertThat(read(CacheEntry.mark(17))).isNull();
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
                "=:a\0b\0c\0d\0e\0" + REIGN,
                "=x:a\0b\0c\0d\0e\0" + REIGN,
                "=17:a\0b\0c\0d\0e",
                "=17:a\0b\0c\0d\0e\0" + REIGN + "\0f",
                "-0:",
                "!"
            })
    void e61_whatIsNotUnderstoodAnswersNothing(String entry) {
        assertThat(read(entry)).isNull();
    }

    @Test
    void whatWasWrittenInAnotherReignAnswersNothing() {
        var number = new LinkedNumber("user", "", "", "", "+49 176 1", "");

        for (var state : List.of(new VersionedLink(17, number), VersionedLink.NONE)) {
            assertThat(read(CacheEntry.write(state, "an older reign"))).isNull();
        }
    }

    @Test
    void nothingIsBelievedWhileTheReignIsUnknown() {
        assertThat(CacheEntry.read(PLAYER, Buffer.buffer(CacheEntry.write(VersionedLink.NONE, REIGN)), null))
                .isNull();
    }

    private static VersionedLink read(String entry) {
        return CacheEntry.read(PLAYER, Buffer.buffer(entry), REIGN);
    }
}
