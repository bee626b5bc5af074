package io.kgen.protocols.bridge.protocol;

/**
 * Estimates the heap that a parsed frame uses as a tree of maps, lists, text and numbers, before anything is parsed: {@code
 * [{},{},…]} uses fifty times its length. The estimate is an upper bound.
 */
public final class FrameWeight {

    /** A linked map and its initial table. */
    private static final int OBJECT = 128;
    /** A list and its initial array. */
    private static final int ARRAY = 72;
    /** An entry of a map and its slot in the table. */
    private static final int MEMBER = 56;
    /** A slot in a list. */
    private static final int ITEM = 8;
    /** An integer of one or two digits, or one letter of a literal. */
    private static final int SMALL_NUMBER = 16;
    /** Any other number, without its digits. */
    private static final int NUMBER = 72;
    /** A string and the header of its array. */
    private static final int TEXT = 48;

    /** From this length on, a number may be a decimal such as 0.1. */
    private static final int MIN_DECIMAL_LENGTH = 3;

    private final byte[] json;
    private int at;
    private long weight;

    private FrameWeight(byte[] json) {
        this.json = json;
    }

    /** In bytes. */
    public static long of(byte[] json) {
        return new FrameWeight(json).measure();
    }

    private long measure() {
        while (at < json.length) {
            switch (json[at++]) {
                case '{' -> weight += OBJECT;
                case '[' -> weight += ARRAY;
                case ':' -> weight += MEMBER;
                case ',' -> weight += ITEM;
                case '"' -> text();
                case ' ', '\t', '\r', '\n' -> {
                    // White space uses no heap.
                }
                default -> number();
            }
        }
        return weight;
    }

    /** Also counts literals and text that is not JSON. */
    private void number() {
        var start = at;
        while (at < json.length && isPartOfNumber(json[at])) {
            at++;
        }
        var length = 1 + at - start;
        weight += length < MIN_DECIMAL_LENGTH ? SMALL_NUMBER : NUMBER + length;
    }

    private static boolean isPartOfNumber(byte letter) {
        return (letter >= '0' && letter <= '9')
                || (letter | ' ') == 'e'
                || letter == '.'
                || letter == '+'
                || letter == '-';
    }

    /** If one character is not Latin-1, each character uses two bytes. */
    private void text() {
        var start = at;
        var wide = 0;
        while (at < json.length && json[at] != '"') {
            if (json[at] == '\\') {
                at++;
                wide = 1;
            } else if (json[at] < 0) {
                wide = 1;
            }
            at++;
        }
        weight += TEXT + ((long) (Math.min(at, json.length) - start) << wide);
        at++;
    }
}
