package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureCodeTest {

    @ParameterizedTest
    @CsvSource({
        "400, INVALID",
        "403, FORBIDDEN",
        "404, NOT_FOUND",
        "409, CONFLICT",
        "429, OVERLOADED",
        "500, INTERNAL",
        "503, UNAVAILABLE"
    })
    void theNumbersMatchTheBusContract(int number, FailureCode code) {
        assertThat(code.number()).isEqualTo(number);
        assertThat(FailureCode.of(number)).isEqualTo(code);
    }

    @Test
    void anUnknownNumberIsInternal() {
        assertThat(FailureCode.of(418)).isEqualTo(FailureCode.INTERNAL);
        assertThat(FailureCode.of(-1)).isEqualTo(FailureCode.INTERNAL);
    }
}
