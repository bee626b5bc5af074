package io.kgen.protocols.postgres;

/** Says in one sentence for an operator why a database cannot be used; without any password. */
public final class DatabaseException extends RuntimeException {

    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
