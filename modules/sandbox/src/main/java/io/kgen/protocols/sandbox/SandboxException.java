package io.kgen.protocols.sandbox;

/** Says in one sentence for a person why a sandbox could not be started or controlled. */
public final class SandboxException extends RuntimeException {

    SandboxException(String message) {
        super(message);
    }

    SandboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
