package io.kgen.protocols.bridge;

/** Thrown where a frame turns out to be at fault, and answered by its connection. */
final class ProtocolException extends RuntimeException {

    private final ProtocolError fault;

    ProtocolException(ProtocolError fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    ProtocolError fault() {
        return fault;
    }
}
