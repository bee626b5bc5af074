package io.kgen.protocols.bus;

import java.util.Objects;

/**
 * A field that breaks a rule. Each border renders it in its own form: the bus as a sentence, HTTP as an entry of
 * {@code details}.
 *
 * @param field the name of the field, or a JSON pointer to it; empty if the whole body is invalid
 * @param rule a phrase that begins with a verb, such as {@code must be a string}
 */
public record Violation(String field, String rule) {

    public Violation {
        Objects.requireNonNull(field);
        Objects.requireNonNull(rule);
    }

    /** For a person: the field, or {@code the body}, and the rule. */
    public String sentence() {
        return (field.isEmpty() ? "the body" : field) + " " + rule;
    }
}
