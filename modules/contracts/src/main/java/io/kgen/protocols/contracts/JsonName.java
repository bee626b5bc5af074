package io.kgen.protocols.contracts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An enum whose constants are written to JSON in lower case. */
public interface JsonName {

    /** The name of the constant, implemented by {@link Enum}. */
    String name();

    /** The name in JSON. */
    @JsonValue
    default String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
