package io.kgen.protocols.contracts.analytics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
 * Holds attributes to the contract in one pass: at most 32 KB of a flat object of at most 64 strings, 64-bit integers and
 * decimals; nothing twice, nothing else, nothing after it.
 */
final class AttributesParser {

    static final int MAX_BYTES = 32 * 1024;
    static final int MAX_ATTRIBUTES = 64;
    static final int MAX_NAME_BYTES = 128;
    static final int MAX_VALUE_BYTES = 4 * 1024;
    static final int MAX_NUMBER_LENGTH = 400;
    static final String RULE_OF_DECIMALS = "must be a decimal within 4.9e-324 and 1.7976931348623157e308";

    /** Beyond them a decimal is no IEEE double, and most readers of the data would see infinity or zero. */
    static final BigDecimal SMALLEST_DECIMAL = new BigDecimal("4.9e-324");

    static final BigDecimal LARGEST_DECIMAL = new BigDecimal("1.7976931348623157e308");

    private static final int MAX_LONG_DIGITS = 18;
    /** One of Java's; those of four bytes are two of Java's. */
    private static final int MAX_BYTES_OF_A_CHARACTER = 3;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    // The rules below are stricter, and say which attribute is at fault.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(2)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final Set<String> names = new HashSet<>();
    private String path = "";

    private AttributesParser(JsonParser parser) {
        this.parser = parser;
    }

    static void check(String json) {
        if (json.length() > MAX_BYTES / MAX_BYTES_OF_A_CHARACTER && utf8Length(json) > MAX_BYTES) {
            throw new InvalidAttributes("", "must have at most 32 KB");
        }
        try {
            checkObject(json);
        } catch (InvalidAttributes fault) {
            // Jackson calls a lone surrogate in a name malformed; the rule for it says more.
            var readable = LoneSurrogates.replaceIn(json);
            if (!readable.equals(json)) {
                checkObject(readable);
            }
            throw fault;
        }
    }

    private static void checkObject(String json) {
        try (var parser = open(json)) {
            new AttributesParser(parser).object();
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

    /** Strictly: {@code new String(bytes, UTF_8)} would replace what is no UTF-8 instead of refusing it. */
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
            throw new InvalidAttributes("", "must be UTF-8");
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
                path = "";
            }
            require(parser.nextToken() == null, "must end after the object");
        } catch (JsonProcessingException e) {
            throw new InvalidAttributes(pathOfNext(), "is not valid JSON");
        }
    }

    /** The parser looks at the beginning of a value before it tells the name. */
    private String pathOfNext() throws IOException {
        var next = parser.currentName();
        return next == null || names.contains(next) ? path : pointer(next);
    }

    static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private void name(String name) {
        path = pointer(name);
        require(StorableText.isStorable(name), "must not have NUL or half a surrogate pair in its name");
        require(!name.isEmpty() && utf8Length(name) <= MAX_NAME_BYTES, "must have a name of 1 to 128 bytes");
        require(names.add(name), "must not stand twice");
        require(names.size() <= MAX_ATTRIBUTES, "is one too many: at most 64 attributes");
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
        require(StorableText.isStorable(value), "must not have NUL or half a surrogate pair");
        require(utf8Length(value) <= MAX_VALUE_BYTES, "must have at most 4096 bytes");
    }

    private void integer(String digits) {
        require(digits.length() <= MAX_LONG_DIGITS || isLong(digits), "must be an integer of 64 bits");
    }

    private void decimal(String digits) {
        require(digits.length() <= MAX_NUMBER_LENGTH, "must be a number of at most 400 characters");
        require(isWithinBounds(digits), RULE_OF_DECIMALS);
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

    /** For text without half a surrogate pair. */
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
            throw new InvalidAttributes(path, rule);
        }
    }
}
