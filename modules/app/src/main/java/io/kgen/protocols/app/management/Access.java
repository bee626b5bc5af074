package io.kgen.protocols.app.management;

/** Who may use a route of the management listener. */
public enum Access {
    /** Everybody who reaches the listener: probes, scrapers, {@code /info}. */
    OPEN,
    /** Reads internals. Needs the token if there is one; without one, the listener must be on loopback. */
    READ,
    /** Changes something, or reads data of players. Always needs the token. */
    CHANGE
}
