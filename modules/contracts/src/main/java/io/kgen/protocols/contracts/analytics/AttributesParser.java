package io.kgen.protocols.contracts.analytics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.LoneSurrogates;
import io.kgen.protocols.contracts.StorableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks attributes in one pass: at most 32 KB; one flat object of at most 64 strings, 64-bit integers and decimals; unique
 * names; nothing after the object.
 */
final class AttributesParser {

    static final int MAX_BYTES = 32 * 1024;
    static final int MAX_ATTRIBUTES = 64;
    static final int MAX_NAME_BYTES = 128;
    static final int MAX_VALUE_BYTES = 4 * 1024;
    static final int MAX_NUMBER_LENGTH = 400;
    static final String DECIMAL_RULE = "must be a decimal within 4.9e-324 and 1.7976931348623157e308";

    /** Beyond these bounds a decimal does not fit an IEEE double, and most consumers would read infinity or zero. */
    static final BigDecimal SMALLEST_DECIMAL = new BigDecimal("4.9e-324");

    static final BigDecimal LARGEST_DECIMAL = new BigDecimal("1.7976931348623157e308");

    private static final int MAX_LONG_DIGITS = 18;
    /** Of one Java {@code char}; a code point of four bytes is two of them. */
    private static final int MAX_BYTES_OF_A_CHARACTER = 3;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    // The rules below are stricter, and their errors name the attribute.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(2)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final Set<String> names = new HashSet<>();
    private final String base;
    private String path;

    private AttributesParser(String base, JsonParser parser) {
        this.base = base;
        this.path = base;
        this.parser = parser;
    }

    /**
     * @param base the JSON pointer of the object itself, with which each violation's field begins
     * @throws ServiceException {@code INVALID}
     */
    static void check(String base, String json) {
        if (json.length() > MAX_BYTES / MAX_BYTES_OF_A_CHARACTER && utf8Length(json) > MAX_BYTES) {
            throw ServiceException.invalid(base, "must have at most 32 KB");
        }
        try {
            checkObject(base, json);
        } catch (ServiceException e) {
            // Jackson calls a lone surrogate in a name malformed; our own rule for it is more precise.
            var readable = LoneSurrogates.replaceIn(json);
            if (!readable.equals(json)) {
                checkObject(base, readable);
            }
            throw e;
        }
    }

    private static void checkObject(String base, String json) {
        try (var parser = open(json)) {
            new AttributesParser(base, parser).object();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonParser open(String json) throws IOException {
        return JSON.createParser(json);
    }

    static JsonGenerator writeTo(Writer text) throws IOException {
        return JSON.createGenerator(text);
    }

    /** Strict: {@code new String(bytes, UTF_8)} would replace invalid bytes instead of rejecting them. */
    static String decode(byte[] utf8) {
        if (isAscii(utf8)) {
            return new String(utf8, StandardCharsets.US_ASCII);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ServiceException.invalid("", "must be UTF-8");
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (var b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private void object() throws IOException {
        try {
            require(parser.nextToken() == JsonToken.START_OBJECT, "must be a JSON object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                name(parser.currentName());
                value(parser.nextToken());
                path = base;
            }
            require(parser.nextToken() == null, "must end after the object");
        } catch (JsonProcessingException e) {
            throw ServiceException.invalid(pathOfNext(), "is not valid JSON");
        }
    }

    /** The parser reads the first character of a value before it returns the name of its field. */
    private String pathOfNext() throws IOException {
        var next = parser.currentName();
        return next == null || names.contains(next) ? path : pointer(base, next);
    }

    static String pointer(String base, String name) {
        return base + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private void name(String name) {
        path = pointer(base, name);
        require(StorableText.isStorable(name), "must not have NUL or an unpaired surrogate in its name");
        require(!name.isEmpty() && utf8Length(name) <= MAX_NAME_BYTES, "must have a name of 1 to 128 bytes");
        require(names.add(name), "must be unique");
        require(names.size() <= MAX_ATTRIBUTES, "exceeds the limit of 64 attributes");
    }

    private void value(JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING -> string(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> decimal(parser.getText());
            default -> require(false, "must be a string, an integer or a decimal");
        }
    }

    private void string(String value) {
        require(StorableText.isStorable(value), "must not have NUL or an unpaired surrogate");
        require(utf8Length(value) <= MAX_VALUE_BYTES, "must have at most 4096 bytes");
    }

    private void integer(String digits) {
        require(digits.length() <= MAX_LONG_DIGITS || isLong(digits), "must be a 64-bit integer");
    }

    private void decimal(String digits) {
        require(digits.length() <= MAX_NUMBER_LENGTH, "must be a number of at most 400 characters");
        require(isWithinBounds(digits), DECIMAL_RULE);
    }

    private static boolean isWithinBounds(String digits) {
        try {
            var size = new BigDecimal(digits).abs();
            return size.signum() == 0
                    || (size.compareTo(SMALLEST_DECIMAL) >= 0 && size.compareTo(LARGEST_DECIMAL) <= 0);
        } catch (NumberFormatException exponentBeyondInt) {
            return false;
        }
    }

    private static boolean isLong(String digits) {
        try {
            Long.parseLong(digits);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** For text without an unpaired surrogate. */
    private static int utf8Length(String text) {
        var bytes = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw ServiceException.invalid(path, rule);
        }
    }
}
