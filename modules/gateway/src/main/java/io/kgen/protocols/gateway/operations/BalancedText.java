package io.kgen.protocols.gateway.operations;

import io.kgen.protocols.gateway.http.HttpException;
import java.util.BitSet;

/** Finds the end of a JSON object or array without recursion; needs one bit for each level of nesting. */
final class BalancedText {

    private BalancedText() {}

    /**
     * The index after the bracket that closes the one at {@code start}.
     *
     * @throws HttpException if the brackets do not match
     */
    static int end(String json, int start) {
        var isObject = new BitSet();
        var depth = 0;
        for (var i = start; i < json.length(); i++) {
            switch (json.charAt(i)) {
                case '"' -> i = endOfString(json, i);
                case '{' -> isObject.set(depth++, true);
                case '[' -> isObject.set(depth++, false);
                case '}', ']' -> {
                    if (isObject.get(--depth) != (json.charAt(i) == '}')) {
                        throw unbalanced();
                    }
                    if (depth == 0) {
                        return i + 1;
                    }
                }
                default -> {
                    // Not a bracket.
                }
            }
        }
        throw unbalanced();
    }

    private static int endOfString(String json, int start) {
        for (var i = start + 1; i < json.length(); i++) {
            switch (json.charAt(i)) {
                case '"' -> {
                    return i;
                }
                case '\\' -> i++;
                default -> {
                    // Part of the string.
                }
            }
        }
        throw unbalanced();
    }

    private static HttpException unbalanced() {
        return HttpException.badRequest("the body is not valid JSON");
    }
}
