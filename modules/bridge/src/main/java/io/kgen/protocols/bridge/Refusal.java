package io.kgen.protocols.bridge;

/** Thrown where a frame turns out to be at fault, and answered by its connection. */
final class Refusal extends RuntimeException {

    private final Fault fault;

    Refusal(Fault fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
