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
 * Phone numbers as identities: all spellings of a number have the same E.164 form (E23), and only numbers that a mobile
 * subscriber can have are accepted (E27).
 *
 * <p>The rule checks the length of mobile numbers of the region, not the ranges in use, because regions open new ranges
 * before the library knows them.
 */
final class PhoneNumbers {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** Letters, and the beginning of an extension: the parser would convert them to digits, or drop them. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{L}#;,*~]");
    /** Spreadsheets export 9876543210 as 9876543210.0; the fraction would become a digit. */
    private static final Pattern DECIMAL = Pattern.compile("\\+?[0-9]{6,}\\.0+\\s*");
    /** The international prefix of most regions. If a region is given, its own prefix is used instead. */
    private static final Pattern INTERNATIONAL_PREFIX = Pattern.compile("^[^0-9+\uFF0B]*00");

    private static final Pattern ONE_DIGIT_ONLY = Pattern.compile("([0-9])\\1*");

    private static final String NO_REGION = "ZZ";

    private PhoneNumbers() {}

    /** Loads the numbering plans from the jar before the first request needs them. Blocks. */
    static Void load() {
        toE164("+49 176 12345678", null);
        return null;
    }

    /**
     * The E.164 form.
     *
     * @param region ISO 3166 region in which a number without country code is meant, or null
     * @throws ServiceException {@link FailureCode#INVALID} if no mobile subscriber can have it; the message does not
     *     contain it (E73)
     */
    static String toE164(String phone, String region) {
        var plain = plain(phone);
        if (FORBIDDEN.matcher(plain).find() || DECIMAL.matcher(plain).matches()) {
            throw invalidPhone();
        }
        var number = region == null
                ? parse(INTERNATIONAL_PREFIX.matcher(plain).replaceFirst("+"), NO_REGION)
                : parse(plain, regionCode(region));
        if (!canBeMobile(number)) {
            throw invalidPhone();
        }
        return PHONES.format(number, PhoneNumberFormat.E164);
    }

    /** Whether the current rule accepts a number that is already linked. */
    static boolean isStillAccepted(String e164) {
        try {
            return toE164(e164, null).equals(e164);
        } catch (ServiceException e) {
            return false;
        }
    }

    private static boolean canBeMobile(PhoneNumber number) {
        var digits = PHONES.getNationalSignificantNumber(number);
        return !number.hasExtension()
                && hasLengthOfMobileNumbers(number)
                && (!digits.startsWith("0") || mobileNumbersStartWithZero(number))
                && (!ONE_DIGIT_ONLY.matcher(digits).matches() || PHONES.isValidNumber(number));
    }

    /** In some regions mobile and fixed-line numbers have the same form. */
    private static boolean hasLengthOfMobileNumbers(PhoneNumber number) {
        return isPossible(number, PhoneNumberType.MOBILE) || isPossible(number, PhoneNumberType.FIXED_LINE_OR_MOBILE);
    }

    private static boolean isPossible(PhoneNumber number, PhoneNumberType type) {
        return PHONES.isPossibleNumberForTypeWithReason(number, type) == ValidationResult.IS_POSSIBLE;
    }

    /** In most regions a leading zero is a dialling prefix and not part of the number. */
    private static boolean mobileNumbersStartWithZero(PhoneNumber number) {
        var region = PHONES.getRegionCodeForCountryCode(number.getCountryCode());
        var example = PHONES.getExampleNumberForType(region, PhoneNumberType.MOBILE);
        return example != null && PHONES.getNationalSignificantNumber(example).startsWith("0");
    }

    /** In ASCII digits, without invisible characters (zero-width spaces, direction marks), which copying adds. */
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
            throw invalidPhone();
        }
    }

    private static String regionCode(String region) {
        var code = region.toUpperCase(Locale.ROOT);
        if (!PHONES.getSupportedRegions().contains(code)) {
            throw ServiceException.invalid("region", "must be an ISO 3166 code");
        }
        return code;
    }

    private static ServiceException invalidPhone() {
        return ServiceException.invalid(
                "phone", "must be a possible mobile number of its region, without an extension");
    }
}
