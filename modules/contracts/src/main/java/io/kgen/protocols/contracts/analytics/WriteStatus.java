package io.kgen.protocols.contracts.analytics;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The result of a write. */
public enum WriteStatus {
    STORED,
    /** The same content was stored before; nothing changed. */
    DUPLICATE,
    /** The higher revision replaced the stored one. */
    CORRECTED,
    /** A higher revision was stored before; nothing changed. */
    STALE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
