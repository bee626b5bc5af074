package io.kgen.protocols.dev;

/** An invalid command line, described in one sentence. */
final class UsageException extends RuntimeException {

    UsageException(String message) {
        super(message);
    }
}
