package io.kgen.protocols.contracts;

/** Whether PostgreSQL can store a text (E04). */
public final class StorableText {

    private StorableText() {}

    /** False for text with a NUL or an unpaired surrogate. */
    public static boolean isStorable(CharSequence text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c) && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }
}
