package io.kgen.protocols.users;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Phone numbers as identities: one number, however it was written (E23), and only one that a mobile subscriber can have (E27).
 *
 * <p>A number is held to the length of mobile numbers of its region and not to the ranges that are in use today, because new ranges
 * are opened faster than a library learns of them.
 */
final class PhoneNumbers {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** Letters, and what begins an extension: the parser would read them as digits, or drop them. */
    private static final Pattern NOT_OF_A_NUMBER = Pattern.compile("[\\p{L}#;,*~]");
    /** A spreadsheet writes 9876543210 like this; read as digits, the fraction would make it another number. */
    private static final Pattern DECIMAL = Pattern.compile("\\+?[0-9]{6,}\\.0+\\s*");
    /** How most of the world dials abroad. With a region, its own prefix counts instead. */
    private static final Pattern DIALLED_ABROAD = Pattern.compile("^[^0-9+\uFF0B]*00");

    private static final Pattern ONE_DIGIT_ONLY = Pattern.compile("([0-9])\\1*");

    private static final String NO_REGION = "ZZ";

    private PhoneNumbers() {}

    /** Reads the numbering plans from the jar, which the first number would otherwise wait for. Blocks. */
    static Void load() {
        toE164("+49 176 12345678", null);
        return null;
    }

    /**
     * The E.164 form.
     *
     * @param region ISO 3166 region in which a number without country code is meant, or null
     * @throws ServiceException {@link FailureCode#INVALID} if no mobile subscriber can have it; without quoting it (E73)
     */
    static String toE164(String phone, String region) {
        var plain = plain(phone);
        if (NOT_OF_A_NUMBER.matcher(plain).find() || DECIMAL.matcher(plain).matches()) {
            throw refused();
        }
        var number = region == null
                ? parse(DIALLED_ABROAD.matcher(plain).replaceFirst("+"), NO_REGION)
                : parse(plain, known(region));
        if (!isOfAMobileSubscriber(number)) {
            throw refused();
        }
        return PHONES.format(number, PhoneNumberFormat.E164);
    }

    /** Whether a number that was linked once could be linked today. */
    static boolean isStillAccepted(String e164) {
        try {
            return toE164(e164, null).equals(e164);
        } catch (ServiceException e) {
            return false;
        }
    }

    private static boolean isOfAMobileSubscriber(PhoneNumber number) {
        var digits = PHONES.getNationalSignificantNumber(number);
        return !number.hasExtension()
                && hasLengthOfMobileNumbers(number)
                && (!digits.startsWith("0") || mobileNumbersStartWithZero(number))
                && (!ONE_DIGIT_ONLY.matcher(digits).matches() || PHONES.isValidNumber(number));
    }

    /** Some regions do not tell mobile numbers from those of fixed lines. */
    private static boolean hasLengthOfMobileNumbers(PhoneNumber number) {
        return isPossible(number, PhoneNumberType.MOBILE) || isPossible(number, PhoneNumberType.FIXED_LINE_OR_MOBILE);
    }

    private static boolean isPossible(PhoneNumber number, PhoneNumberType type) {
        return PHONES.isPossibleNumberForTypeWithReason(number, type) == ValidationResult.IS_POSSIBLE;
    }

    /** In most regions a leading zero is a prefix for dialling and no digit of the number. */
    private static boolean mobileNumbersStartWithZero(PhoneNumber number) {
        var region = PHONES.getRegionCodeForCountryCode(number.getCountryCode());
        var example = PHONES.getExampleNumberForType(region, PhoneNumberType.MOBILE);
        return example != null && PHONES.getNationalSignificantNumber(example).startsWith("0");
    }

    /** In ASCII digits, without zero-width spaces, direction marks and their kin: copied along, seen by nobody. */
    private static String plain(String phone) {
        return phone.codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static PhoneNumber parse(String phone, String region) {
        try {
            return PHONES.parse(phone, region);
        } catch (NumberParseException e) {
            throw refused();
        }
    }

    private static String known(String region) {
        var code = region.toUpperCase(Locale.ROOT);
        if (!PHONES.getSupportedRegions().contains(code)) {
            throw ServiceException.invalid("region", "must be an ISO 3166 code");
        }
        return code;
    }

    private static ServiceException refused() {
        return ServiceException.invalid(
                "phone", "must be a possible mobile number of its region, without an extension");
    }
}
