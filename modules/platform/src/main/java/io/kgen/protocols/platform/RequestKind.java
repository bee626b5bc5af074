package io.kgen.protocols.platform;

import java.util.Locale;

/** The kinds of requests that have rates of their own. */
public enum RequestKind {
    /** Linked numbers and participations. */
    READ,
    /** Events, each item of a batch counted as one, and all other changes. */
    WRITE,
    /** Entering the K-Store: issuing and redeeming one-time codes. */
    REDIRECT;

    /** The name in the configuration and in metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
