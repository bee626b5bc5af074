package io.kgen.protocols.sandbox;

/** Which data a crash or a restart may lose. */
enum Durability {

    /** No fsync: data survives a crash of the server but not of the machine, and is deleted with the sandbox. */
    TEMPORARY,
    /** Durable as in production: the data is available again after the next start. */
    KEPT
}
