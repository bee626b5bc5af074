package io.kgen.protocols.app;

/** Says in one line for an operator why the application did not start. */
public final class StartupException extends RuntimeException {

    StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
