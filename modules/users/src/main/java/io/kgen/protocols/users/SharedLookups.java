package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;

/** What the instances of the verticle in one JVM must agree on. */
record SharedLookups(SingleFlight<PlayerId, LinkState> flights, Distrust distrust) {

    static SharedLookups of(UsersConfig config) {
        // Its wait for a connection, and then its time in the database.
        var statementLife = config.postgres().timeout().multipliedBy(2);
        return new SharedLookups(new SingleFlight<>(), new Distrust(statementLife, config.cacheTtl()));
    }
}
