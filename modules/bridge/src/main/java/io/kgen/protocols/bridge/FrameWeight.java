package io.kgen.protocols.bridge;

/**
 * What a frame will weigh on the heap as a tree of maps, lists, text and numbers, estimated from its bytes before anything is
 * parsed: {@code [{},{},…]} weighs fifty times what it is long. Rather too much than too little.
 */
final class FrameWeight {

    /** A linked map and its first table. */
    private static final int OBJECT = 128;
    /** A list and its first array. */
    private static final int ARRAY = 72;
    /** An entry of a map, and its place in the table. */
    private static final int MEMBER = 56;
    /** A place in a list. */
    private static final int ITEM = 8;
    /** An integer of one or two digits, or a letter of a literal. */
    private static final int SMALL_NUMBER = 16;
    /** Any other number, beside its digits. */
    private static final int NUMBER = 72;
    /** A string and the head of its array. */
    private static final int TEXT = 48;

    /** Of this many characters, it may be a decimal such as 0.1. */
    private static final int SHORTEST_NUMBER = 3;

    private final byte[] json;
    private int at;
    private long weight;

    private FrameWeight(byte[] json) {
        this.json = json;
    }

    static long of(byte[] json) {
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
                    // Nothing remains of it.
                }
                default -> number();
            }
        }
        return weight;
    }

    /** Or a literal, or what is no JSON. */
    private void number() {
        var start = at;
        while (at < json.length && isPartOfNumber(json[at])) {
            at++;
        }
        var length = 1 + at - start;
        weight += length < SHORTEST_NUMBER ? SMALL_NUMBER : NUMBER + length;
    }

    private static boolean isPartOfNumber(byte letter) {
        return (letter >= '0' && letter <= '9')
                || (letter | ' ') == 'e'
                || letter == '.'
                || letter == '+'
                || letter == '-';
    }

    /** One character that is not Latin-1 makes two bytes of each. */
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
