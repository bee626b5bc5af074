package io.kgen.protocols.bridge.protocol;

/** A frame that violates the protocol or a limit; its connection sends the error. */
public final class ProtocolException extends RuntimeException {

    private final ProtocolError error;

    public ProtocolException(ProtocolError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public ProtocolError error() {
        return error;
    }
}
