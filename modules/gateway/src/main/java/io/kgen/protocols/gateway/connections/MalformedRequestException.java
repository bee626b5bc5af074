package io.kgen.protocols.gateway.connections;

/** Marks a request that is not valid HTTP. Without a stack trace, because strangers decide how many there are. */
final class MalformedRequestException extends RuntimeException {

    MalformedRequestException() {
        super("the request is not valid HTTP or too large", null, false, false);
    }
}
