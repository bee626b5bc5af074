package io.kgen.protocols.contracts.analytics;

import static io.kgen.protocols.contracts.analytics.RefusedAttributes.assertRejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numeric attributes of an event are kept digit for digit or rejected. */
class AttributeNumbersTest {

    private static final String NOT_JSON = "is not valid JSON";
    private static final String NOT_64_BITS = "must be a 64-bit integer";
    private static final String OUT_OF_BOUNDS = "must be a decimal within 4.9e-324 and 1.7976931348623157e308";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "9223372036854775807",
                "-9223372036854775808",
                "999999999999999999",
                "0.1000000000000000055",
                "100.00",
                "-0.0",
                "0e-400",
                "1e308",
                "-1E+308",
                "1.7976931348623157e308",
                "4.9e-324",
                "0.0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
                "3.141592653589793238462643383279502884197169399375105820974944592307816406286208998628034825342117"
            })
    void e13_keepsANumberDigitForDigit(String number) {
        var json = "{\"n\":" + number + "}";
        assertThat(Attributes.parse(json.getBytes(UTF_8)).json()).isEqualTo(json);
    }

    static Stream<Arguments> invalidNumbers() {
        return Stream.of(
                Arguments.of("9223372036854775808", NOT_64_BITS),
                Arguments.of("-9223372036854775809", NOT_64_BITS),
                Arguments.of("1".repeat(400), NOT_64_BITS),
                Arguments.of("1e400", OUT_OF_BOUNDS),
                Arguments.of("-1e400", OUT_OF_BOUNDS),
                Arguments.of("1.79769313486231571e308", OUT_OF_BOUNDS),
                Arguments.of("1e-400", OUT_OF_BOUNDS),
                Arguments.of("4.89e-324", OUT_OF_BOUNDS),
                Arguments.of("1e2147483648", OUT_OF_BOUNDS),
                Arguments.of("1e99999999999999999999", OUT_OF_BOUNDS),
                Arguments.of("0e99999999999999999999", OUT_OF_BOUNDS),
                Arguments.of("1".repeat(2_000), NOT_64_BITS),
                Arguments.of("0." + "1".repeat(399), "must be a number of at most 400 characters"),
                Arguments.of("NaN", NOT_JSON),
                Arguments.of("Infinity", NOT_JSON),
                Arguments.of("-Infinity", NOT_JSON),
                Arguments.of("007", NOT_JSON),
                Arguments.of("+1", NOT_JSON),
                Arguments.of(".5", NOT_JSON),
                Arguments.of("5.", NOT_JSON),
                Arguments.of("1e", NOT_JSON),
                Arguments.of("--1", NOT_JSON));
    }

    @ParameterizedTest
    @MethodSource("invalidNumbers")
    void e13_rejectsANumberThatCannotBeKeptExactly(String number, String rule) {
        assertRejected("{\"n\":" + number + "}", "/n", rule);
    }
}
