package io.kgen.protocols.gateway.keys;

/** A provider whose answer is not a key set that can be used; the message says why. Without a stack trace. */
final class KeySetException extends RuntimeException {

    KeySetException(String message) {
        super(message, null, false, false);
    }
}
