package io.kgen.protocols.contracts;

/**
 * Who a player is: a user of an issuer. Two issuers have users with the same id, and they are two people (E24), so no key,
 * index or cache entry carries the one without the other.
 */
public record PlayerId(String issuer, String userId) {

    public PlayerId {
        require(issuer, userId);
    }

    /** What every record that names a player requires of the two fields. */
    public static void require(String issuer, String userId) {
        Require.identifier("issuer", issuer);
        Require.identifier("userId", userId);
    }
}
