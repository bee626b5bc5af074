package io.kgen.protocols.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import java.math.BigDecimal;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTest {

    @Test
    void anIdentifierHas1To256Characters() {
        assertThatCode(() -> Require.identifier("id", "x".repeat(256))).doesNotThrowAnyException();
        assertInvalid(() -> Require.identifier("id", "x".repeat(257)), "id must have 1 to 256 characters");
        assertInvalid(() -> Require.identifier("id", ""), "id must have 1 to 256 characters");
        assertInvalid(() -> Require.identifier("id", null), "id is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\uD83D", "\uDE80\uD83D"})
    void e04_rejectsTextThatPostgresqlCannotStore(String text) {
        var message = "id must not have NUL or an unpaired surrogate";
        assertInvalid(() -> Require.identifier("id", text), message);
        assertInvalid(() -> Require.optionalText("id", text, 10), message);
    }

    @Test
    void rejectsAnIdentifierWithControlCharacters() {
        assertInvalid(() -> Require.identifier("id", "line\nbreak"), "id must not have control characters");
    }

    @Test
    void optionalValuesMayBeAbsentOrEmpty() {
        assertThatCode(() -> Require.optionalText("text", null, 1)).doesNotThrowAnyException();
        assertThatCode(() -> Require.optionalText("text", "", 1)).doesNotThrowAnyException();
        assertThatCode(() -> Require.optionalAmount("amount", null)).doesNotThrowAnyException();
        assertThatCode(() -> Require.optionalTime("time", null)).doesNotThrowAnyException();
        assertInvalid(() -> Require.optionalText("text", "ab", 1), "text must have 0 to 1 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999999999999999999999", "-0.00000000000000000000000000000000000001", "0"})
    void acceptsAnAmountOfUpTo38Digits(String amount) {
        assertThatCode(() -> Require.optionalAmount("amount", new BigDecimal(amount)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100000000000000000000000000000000000000",
                "0.000000000000000000000000000000000000001",
                "1e2147483647",
                "1e-2147483647"
            })
    void rejectsAnAmountOfMoreThan38Digits(String amount) {
        assertInvalid(
                () -> Require.optionalAmount("amount", new BigDecimal(amount)), "amount must have at most 38 digits");
    }

    @Test
    void aTimeLiesInTheYears1To9999() {
        assertThatCode(() -> Require.optionalTime("time", Instant.parse("0001-01-01T00:00:00Z")))
                .doesNotThrowAnyException();
        assertThatCode(() -> Require.optionalTime("time", Instant.parse("9999-12-31T23:59:59.999999Z")))
                .doesNotThrowAnyException();
        var message = "time must lie in the years 1 to 9999";
        assertInvalid(() -> Require.optionalTime("time", Instant.parse("0000-12-31T23:59:59Z")), message);
        assertInvalid(() -> Require.optionalTime("time", Instant.MAX), message);
    }

    private static void assertInvalid(ThrowingCallable check, String message) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID))
                .hasMessage(message);
    }
}
