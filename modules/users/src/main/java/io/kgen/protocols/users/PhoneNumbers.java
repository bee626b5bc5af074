package io.kgen.protocols.users;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.ServiceFailure;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a number means, however it was written (E23). */
final class PhoneNumbers {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** Letters, and what begins an extension: the parser would read them as digits, or drop them. */
    private static final Pattern NOT_OF_A_NUMBER = Pattern.compile("[\\p{L}#;,*]");
    /** How most of the world dials abroad. With a region, its own prefix counts instead. */
    private static final Pattern DIALLED_ABROAD = Pattern.compile("^[^0-9+\uFF0B]*00");

    private static final String NO_REGION = "ZZ";

    private PhoneNumbers() {}

    /** Reads the numbering plans from the jar, which the first number would otherwise wait for. Blocks. */
    static Void load() {
        toE164("+49 30 123456", null);
        return null;
    }

    /**
     * The E.164 form.
     *
     * @param region ISO 3166 region in which a number without country code is meant, or null
     * @throws ServiceFailure {@link FailureCode#INVALID} if it is no possible number; without quoting it (E73)
     */
    static String toE164(String phone, String region) {
        var plain = plain(phone);
        if (NOT_OF_A_NUMBER.matcher(plain).find()) {
            throw impossible();
        }
        var number = region == null
                ? parse(DIALLED_ABROAD.matcher(plain).replaceFirst("+"), NO_REGION)
                : parse(plain, known(region));
        if (PHONES.isPossibleNumberWithReason(number) != ValidationResult.IS_POSSIBLE) {
            throw impossible();
        }
        return PHONES.format(number, PhoneNumberFormat.E164);
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
            throw impossible();
        }
    }

    private static String known(String region) {
        var code = region.toUpperCase(Locale.ROOT);
        if (!PHONES.getSupportedRegions().contains(code)) {
            throw ServiceFailure.invalid("region must be an ISO 3166 code");
        }
        return code;
    }

    private static ServiceFailure impossible() {
        return ServiceFailure.invalid("phone is no possible number");
    }
}
