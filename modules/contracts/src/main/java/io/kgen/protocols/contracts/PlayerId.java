package io.kgen.protocols.contracts;

/**
 * The identity of a player: a user of an issuer. Users of two issuers with the same id are two people (E24), so every key,
 * index and cache entry has both parts.
 */
public record PlayerId(String issuer, String userId) {

    public PlayerId {
        require(issuer, userId);
    }

    /** Checks both fields. */
    public static void require(String issuer, String userId) {
        Require.identifier("issuer", issuer);
        Require.identifier("userId", userId);
    }
}
