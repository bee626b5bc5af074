package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.contracts.JsonName;

/** The result of a write. */
public enum WriteStatus implements JsonName {
    STORED,
    /** The same content was stored before; nothing changed. */
    DUPLICATE,
    /** The higher revision replaced the stored one. */
    CORRECTED,
    /** A higher revision was stored before; nothing changed. */
    STALE
}
