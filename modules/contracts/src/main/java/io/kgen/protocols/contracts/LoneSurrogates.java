package io.kgen.protocols.contracts;

/**
 * Replaces each escape of an unpaired surrogate in a JSON text by an escape of NUL, which has the same length and is also
 * invalid. Jackson 2.21.3 and newer reject the whole text if a field name has an unpaired surrogate, but in a batch only the
 * item with this name may be rejected (E04).
 */
public final class LoneSurrogates {

    private static final String ESCAPED_NUL = "\\u0000";
    private static final int ESCAPE_LENGTH = ESCAPED_NUL.length();
    private static final int HEX = 16;

    private LoneSurrogates() {}

    /** Returns the same instance if nothing is replaced. */
    public static String replaceIn(String json) {
        StringBuilder replaced = null;
        for (var i = json.indexOf('\\'); i >= 0; i = json.indexOf('\\', i)) {
            var character = escaped(json, i);
            if (character < 0) {
                i += 2;
            } else if (isPair(character, escaped(json, i + ESCAPE_LENGTH))) {
                i += 2 * ESCAPE_LENGTH;
            } else {
                if (isSurrogate(character)) {
                    replaced = replaced == null ? new StringBuilder(json) : replaced;
                    replaced.replace(i, i + ESCAPE_LENGTH, ESCAPED_NUL);
                }
                i += ESCAPE_LENGTH;
            }
        }
        return replaced == null ? json : replaced.toString();
    }

    private static boolean isPair(int first, int second) {
        return isSurrogate(first) && isSurrogate(second) && Character.isSurrogatePair((char) first, (char) second);
    }

    private static boolean isSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    /** The character of the {@code \}{@code uXXXX} escape at this index, or -1 if there is none. */
    private static int escaped(String json, int at) {
        if (at + ESCAPE_LENGTH > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
            return -1;
        }
        var character = 0;
        for (var i = at + 2; i < at + ESCAPE_LENGTH; i++) {
            var digit = json.charAt(i) < 0x80 ? Character.digit(json.charAt(i), HEX) : -1;
            if (digit < 0) {
                return -1;
            }
            character = character * HEX + digit;
        }
        return character;
    }
}
