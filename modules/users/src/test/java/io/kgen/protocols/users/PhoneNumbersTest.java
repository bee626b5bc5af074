package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {

    private static final String E164 = "+4917612345678";
    private static final String INVALID_PHONE =
            "phone must be a possible mobile number of its region, without an extension";

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
    void e23_mapsAllNotationsToOneE164Number(String phone) {
        assertThat(PhoneNumbers.toE164(phone, null)).isEqualTo(E164);
        assertThat(PhoneNumbers.toE164(phone, "DE")).isEqualTo(E164);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0176 12345678", "\uFF10176\u200B12345678", "0176\u00A01234\u00AD5678\u200F"})
    void e23_mapsANationalNumberOfARegionToTheSameE164Number(String phone) {
        assertThat(PhoneNumbers.toE164(phone, "DE")).isEqualTo(E164);
        assertThat(PhoneNumbers.toE164(phone, "de")).isEqualTo(E164);
    }

    @Test
    void aCountryCodeOverridesTheRegion() {
        assertThat(PhoneNumbers.toE164("+49 176 12345678", "IN")).isEqualTo(E164);
    }

    @Test
    void appliesTheInternationalPrefixOfTheRegion() {
        assertThat(PhoneNumbers.toE164("011 49 176 12345678", "US")).isEqualTo(E164);
    }

    @Test
    void mapsTheSameDigitsInTwoRegionsToTwoNumbers() {
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
    void rejectsAnImpossibleNumber(String phone, String region) {
        assertRejected(phone, region, INVALID_PHONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9876543210",
                "09876543210",
                "919876543210",
                "+919876543210",
                "+91 98765 43210",
                "+91 (0) 98765-43210",
                "00919876543210",
                "0091 0 98765 43210",
                "98765\u200B43210",
                "\uFF19\uFF18\uFF17\uFF16\uFF15\uFF14\uFF13\uFF12\uFF11\uFF10",
                "\u096F\u096E\u096D\u096C\u096B\u096A\u0969\u0968\u0967\u0966"
            })
    void e27_mapsAllNotationsOfAnIndianMobileNumberToOneE164Number(String phone) {
        assertThat(PhoneNumbers.toE164(phone, "IN")).isEqualTo("+919876543210");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0919876543210",
                "+910919876543210",
                "9876543210.0",
                "9876543210.00",
                "+919876543210.0",
                "9876543210,0",
                "9.87654321E9",
                "9.87654321E+9",
                "98765432101",
                "987654321",
                "0987654321",
                "0000000000",
                "00000000000",
                "000000000000",
                "0000000001",
                "+910000000000",
                "+9100000000000",
                "1111111111",
                "9876543210 x12",
                "9876543210x12",
                "9876543210 ext 12",
                "9876543210 extn. 12",
                "9876543210#12",
                "9876543210 # 12",
                "9876543210\uFF0312",
                "9876543210~12",
                "9876543210\uFF5E12",
                "9876543210;ext=12",
                "9876543210;12",
                "9876543210,,12",
                "9876543210*12",
                "9876543210p12",
                "9876543210 \u0434\u043E\u0431 12",
                "9876543210 12",
                "9876543210-1",
                "9876543210 / 9876543211",
                "9876543210\n9876543211",
                "tel:+919876543210",
                "tel:9876543210;phone-context=+91",
                "98765GAMES",
                "-9876543210.5",
                "+91+9876543210",
                "+0919876543210"
            })
    void e27_rejectsANumberThatIsNotAMobileSubscriberNumber(String phone) {
        assertRejected(phone, "IN", INVALID_PHONE);
    }

    @ParameterizedTest
    @CsvSource({
        "017612345678.0, DE",
        "0000000000, DE",
        "0000000000, US",
        "2222222222, US",
        "000000000, FR",
        "00000000, SG",
        "0000000000, CI",
        "0612345678, IT",
        "+80012345678, IN",
        "+979123456789, IN"
    })
    void e27_appliesTheRulesOfTheRegionOfTheNumber(String phone, String region) {
        assertRejected(phone, region, INVALID_PHONE);
    }

    @ParameterizedTest
    @CsvSource({
        "9999999999, IN, +919999999999",
        "(201) 555-0123, US, +12015550123",
        "07400 123456, GB, +447400123456",
        "0707070707, CI, +2250707070707",
        "01 95 12 34 56, BJ, +2290195123456",
        "312 345 6789, IT, +393123456789",
        "06 12 34 56 78, FR, +33612345678",
        "06.12.34.56.78, FR, +33612345678",
        "(11) 96123-4567, BR, +5511961234567",
        "+881 612 345678, IN, +881612345678"
    })
    void acceptsAMobileNumberOfAnyRegion(String phone, String region, String e164) {
        assertThat(PhoneNumbers.toE164(phone, region)).isEqualTo(e164);
        assertThat(PhoneNumbers.isStillAccepted(e164)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+91919876543210", "+9198765432101", "+91000000000", "+9111", ""})
    void e27_detectsStoredNumbersThatTheCurrentRulesReject(String e164) {
        assertThat(PhoneNumbers.isStillAccepted(e164)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"XX", "ZZ", "D", "", "49", "001"})
    void rejectsAnUnknownRegionEvenWithACountryCode(String region) {
        assertRejected("+49 176 12345678", region, "region must be an ISO 3166 code");
    }

    private static void assertRejected(String phone, String region, String message) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> PhoneNumbers.toE164(phone, region))
                .withMessage(message)
                .withNoCause()
                .matches(failure -> failure.code() == FailureCode.INVALID);
    }
}
