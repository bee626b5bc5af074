package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the instances of the verticle in one JVM must agree on. */
record SharedLookups(SingleFlight<PlayerId, VersionedLink> flights, Distrust distrust, AtomicBoolean someoneListens) {

    static SharedLookups of(UsersConfig config) {
        // Its wait for a connection, and then its time in the database.
        var statementLife = config.postgres().timeout().multipliedBy(2);
        return new SharedLookups(
                new SingleFlight<>(), new Distrust(statementLife, config.cacheTtl()), new AtomicBoolean());
    }

    /** True for the first of the instances that asks: it listens for all. */
    boolean listens() {
        return !someoneListens.getAndSet(true);
    }
}
