package io.kgen.protocols.app;

/** The command line makes no sense. */
final class UsageException extends RuntimeException {

    UsageException(String message) {
        super(message, null, false, false);
    }
}
