package io.kgen.protocols.contracts.analytics;

/** Says which attribute breaks which rule. */
public final class InvalidAttributes extends RuntimeException {

    private final String path;
    private final String rule;

    InvalidAttributes(String path, String rule) {
        super((path.isEmpty() ? "the body" : path) + " " + rule, null, false, false);
        this.path = path;
        this.rule = rule;
    }

    /** The attribute as a JSON pointer; empty when the whole object is at fault. */
    public String path() {
        return path;
    }

    /** A phrase that begins with a verb, such as {@code must be a string, an integer or a decimal}. */
    public String rule() {
        return rule;
    }
}
