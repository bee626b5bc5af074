package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.ServiceFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {

    private static final String ONE_NUMBER = "+4917612345678";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+4917612345678",
                "+49 176 12345678",
                "+49 (0) 176 / 123-456.78",
                "0049 176 12345678",
                "\u0660\u0660\u0664\u0669\u0661\u0667\u0666\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
                "\uFF10\uFF10\uFF14\uFF19\uFF11\uFF17\uFF16\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17\uFF18",
                "\uFF0B\uFF14\uFF19 176 12345678",
                "+49\u200B176\u200B12345678",
                "+4917612345678\u200F",
                "\u202A+49 176 12345678\u202C",
                "+49\u00A0176\u00A012345678"
            })
    void e23_oneIdentityHoweverItIsWritten(String phone) {
        assertThat(PhoneNumbers.toE164(phone, null)).isEqualTo(ONE_NUMBER);
        assertThat(PhoneNumbers.toE164(phone, "DE")).isEqualTo(ONE_NUMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0176 12345678", "\uFF10176\u200B12345678", "0176\u00A01234\u00AD5678\u200F"})
    void e23_aNationalNumberOfARegionIsTheSameIdentity(String phone) {
        assertThat(PhoneNumbers.toE164(phone, "DE")).isEqualTo(ONE_NUMBER);
        assertThat(PhoneNumbers.toE164(phone, "de")).isEqualTo(ONE_NUMBER);
    }

    @Test
    void aCountryCodeWinsOverTheRegion() {
        assertThat(PhoneNumbers.toE164("+49 176 12345678", "IN")).isEqualTo(ONE_NUMBER);
    }

    @Test
    void theRegionSaysHowToDialAbroad() {
        assertThat(PhoneNumbers.toE164("011 49 176 12345678", "US")).isEqualTo(ONE_NUMBER);
    }

    @Test
    void sameDigitsInTwoRegionsAreTwoNumbers() {
        assertThat(PhoneNumbers.toE164("1234567890", "IN")).isEqualTo("+911234567890");
        assertThat(PhoneNumbers.toE164("1234567890", "GB")).isEqualTo("+441234567890");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "0176 12345678, none",
                "1234567890, none",
                "'', none",
                "'', DE",
                "+, DE",
                "+49, none",
                "+999 176 12345678, none",
                "+49 176 12345678901234, none",
                "12, DE",
                "2530000, US",
                "+49 176 12345678 ext. 9, none",
                "+49 176 12345678#9, none",
                "+49 176 12345678;ext=9, none",
                "1-800-FLOWERS, US",
                "call +49 176 12345678, none",
            })
    void refusesWhatIsNoPossibleNumber(String phone, String region) {
        assertRefused(phone, region, "phone is no possible number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"XX", "ZZ", "D", "", "49", "001"})
    void refusesAnUnknownRegionEvenIfTheNumberNeedsNone(String region) {
        assertRefused("+49 176 12345678", region, "region must be an ISO 3166 code");
    }

    private static void assertRefused(String phone, String region, String message) {
        assertThatExceptionOfType(ServiceFailure.class)
                .isThrownBy(() -> PhoneNumbers.toE164(phone, region))
                .withMessage(message)
                .withNoCause()
                .matches(failure -> failure.code() == FailureCode.INVALID);
    }
}
