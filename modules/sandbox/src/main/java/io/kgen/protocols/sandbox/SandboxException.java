package io.kgen.protocols.sandbox;

/** A sandbox could not be started or controlled; the message gives the reason in one sentence. */
public final class SandboxException extends RuntimeException {

    SandboxException(String message) {
        super(message);
    }

    SandboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
