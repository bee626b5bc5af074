package io.kgen.protocols.gateway.responses;

import io.kgen.protocols.contracts.kstore.Redirect;

/** Where to send the player to enter the K-Store. */
public record RedirectResponse(String url) {

    public static RedirectResponse of(Redirect redirect) {
        return new RedirectResponse(redirect.url());
    }

    /** Without the URL, because it carries a one-time code. */
    @Override
    public String toString() {
        return "RedirectResponse";
    }
}
