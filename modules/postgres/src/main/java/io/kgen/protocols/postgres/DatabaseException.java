package io.kgen.protocols.postgres;

/** A database that cannot be used. The message is one sentence for an operator and contains no password. */
public final class DatabaseException extends RuntimeException {

    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
