package io.kgen.protocols.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** E04: PostgreSQL cannot store unpaired surrogates. */
class LoneSurrogatesTest {

    @ParameterizedTest
    @CsvSource({
        "\\ud800, \\u0000",
        "\\uDC00x, \\u0000x",
        "\\uD83D\\u0041, \\u0000\\u0041",
        "\\ud83d\\ud83d\\ude00, \\u0000\\ud83d\\ude00",
        "\\ude00\\ud83d, \\u0000\\u0000",
        "\\\\\\ud800, \\\\\\u0000",
        "a\\n\\udfff, a\\n\\u0000",
    })
    void replacesAnUnpairedEscapedSurrogate(String json, String expected) {
        assertThat(LoneSurrogates.replaceIn(json)).isEqualTo(expected).hasSameSizeAs(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\\",
                "\\u",
                "\\ud80",
                "\\ud8zz",
                "\\ud83d\\ude00",
                "\\uD83D\\uDE00\\u00e9",
                "\\\\ud800",
                "\\\"\\\\\\\\udc00",
                "\\uｄ８００"
            })
    void returnsTheSameTextIfAllSurrogatesArePaired(String json) {
        assertThat(LoneSurrogates.replaceIn(json)).isSameAs(json);
    }

    @Test
    void readsAMegabyteOfBackslashesInOnePass() {
        var json = "\\".repeat(1_000_000);
        assertThat(LoneSurrogates.replaceIn(json)).isSameAs(json);
    }
}
