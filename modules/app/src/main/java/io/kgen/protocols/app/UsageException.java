package io.kgen.protocols.app;

/** A command line that is not valid; the message says in one sentence what is wrong. */
public final class UsageException extends RuntimeException {

    public UsageException(String message) {
        super(message, null, false, false);
    }
}
