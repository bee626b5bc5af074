package io.kgen.protocols.gateway.connections;

/** Marks a request that is not valid HTTP. Without a stack trace, because unauthenticated clients can cause many. */
final class MalformedRequestException extends RuntimeException {

    MalformedRequestException() {
        super("the request is not valid HTTP or too large", null, false, false);
    }
}
