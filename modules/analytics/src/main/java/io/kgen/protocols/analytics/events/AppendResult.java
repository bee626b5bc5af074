package io.kgen.protocols.analytics.events;

/** The result of one event of a committed group. */
enum AppendResult {
    STORED,
    /** Its key was stored before, with the same content. */
    DUPLICATE,
    /** Its key was stored before, with other content. */
    CONFLICT,
    /** Its key was stored before, but the stored content could not be read. */
    UNKNOWN
}
