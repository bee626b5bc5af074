package io.kgen.protocols.contracts.analytics;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What recording something did. */
public enum WriteStatus {
    STORED,
    /** The same was stored before; nothing changed. */
    DUPLICATE,
    /** A higher revision replaced what was stored. */
    CORRECTED,
    /** A higher revision was stored before; nothing changed. */
    STALE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
