package io.kgen.protocols.sandbox;

/** What a crash or a restart may cost. */
enum Durability {

    /** Everything: no fsync, which a crash of the server survives but one of the machine does not, and all is deleted at last. */
    TEMPORARY,
    /** Nothing: as in production, and the data is there again at the next start. */
    KEPT
}
