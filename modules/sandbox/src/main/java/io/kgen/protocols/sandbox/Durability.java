package io.kgen.protocols.sandbox;

/** What a crash or a restart may cost. */
enum Durability {

    /** Everything: no fsync, and nothing outlives the server. */
    TEMPORARY,
    /** Nothing: as in production, and the data is there again at the next start. */
    KEPT
}
