package io.kgen.protocols.dev;

/** Says in one sentence for a person what is wrong with the command line. */
final class UsageException extends RuntimeException {

    UsageException(String message) {
        super(message);
    }
}
