package io.kgen.protocols.contracts;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Rfc3339;
import io.kgen.protocols.bus.ServiceException;
import java.math.BigDecimal;
import java.time.Instant;

/** Checks of the fields of records. Each failure is {@link FailureCode#INVALID} and names the field. */
public final class Require {

    private static final int MAX_IDENTIFIER = 256;
    private static final int MAX_DIGITS = 38;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private Require() {}

    /** Not null, 1 to 256 characters, without control characters and unpaired surrogates. */
    public static void identifier(String field, String value) {
        text(field, present(field, value), 1, MAX_IDENTIFIER);
        for (var i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw ServiceException.invalid(field, "must not have control characters");
            }
        }
    }

    /** Null, or text with a maximum length that PostgreSQL can store: no NUL and no unpaired surrogate. */
    public static void optionalText(String field, String value, int max) {
        if (value != null) {
            text(field, value, 0, max);
        }
    }

    /** Null, or a number of at most 38 digits, before and after the decimal point together. */
    public static void optionalAmount(String field, BigDecimal value) {
        if (value != null && (value.precision() > MAX_DIGITS || Math.abs((long) value.scale()) > MAX_DIGITS)) {
            throw ServiceException.invalid(field, "must have at most " + MAX_DIGITS + " digits");
        }
    }

    /** Null, or a time that PostgreSQL can store: the years 1 to 9999. */
    public static void optionalTime(String field, Instant value) {
        if (value != null && (value.isBefore(FIRST) || !value.isBefore(LAST))) {
            throw ServiceException.invalid(field, "must lie in the years 1 to 9999");
        }
    }

    /** Null, or RFC 3339 text of a time in the years 1 to 9999. */
    public static void optionalTimeText(String field, String value) {
        if (value != null) {
            optionalTime(
                    field,
                    Rfc3339.parse(value)
                            .orElseThrow(() -> ServiceException.invalid(field, "must be " + Rfc3339.FORMAT_HINT)));
        }
    }

    public static <T> T present(String field, T value) {
        if (value == null) {
            throw ServiceException.invalid(field, "is required");
        }
        return value;
    }

    private static void text(String field, String value, int min, int max) {
        if (value.length() < min || value.length() > max) {
            throw ServiceException.invalid(field, "must have " + min + " to " + max + " characters");
        }
        if (!StorableText.isStorable(value)) {
            throw ServiceException.invalid(field, "must not have NUL or an unpaired surrogate");
        }
    }
}
