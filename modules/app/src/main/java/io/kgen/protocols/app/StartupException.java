package io.kgen.protocols.app;

/** The application did not start; the message gives the operator the reason in one line. */
public final class StartupException extends RuntimeException {

    StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
