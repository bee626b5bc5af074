package io.kgen.protocols.gateway;

/** Why a caller is not believed. The reason is for the caller and never quotes the token. */
final class Unauthorized {

    private Unauthorized() {}

    static HttpFailure because(String reason) {
        return new HttpFailure(ErrorCode.UN_AUTHORIZED, reason);
    }
}
