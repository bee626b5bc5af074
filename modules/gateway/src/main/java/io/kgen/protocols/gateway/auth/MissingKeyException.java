package io.kgen.protocols.gateway.auth;

import io.vertx.core.Future;

/** A token whose key may be in the key set that is being fetched. Without a stack trace, because attackers can cause many. */
final class MissingKeyException extends RuntimeException {

    private final transient Future<Void> fetch;

    MissingKeyException(Future<Void> fetch) {
        super("the key of the token is being fetched", null, false, false);
        this.fetch = fetch;
    }

    /** Succeeds when the fetch has ended, whatever its outcome, on any thread. */
    Future<Void> fetch() {
        return fetch;
    }
}
