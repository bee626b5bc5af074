package io.kgen.protocols.users.redis;

import io.vertx.core.Future;
import io.vertx.core.net.HostAndPort;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;

/**
 * An open connection to a master.
 *
 * @param client of this connection only
 * @param epoch of the master, see {@link MasterEpoch}
 */
record MasterConnection(Redis client, RedisConnection connection, HostAndPort address, String epoch) {

    boolean isSame(MasterConnection other) {
        return other != null && other.connection == connection;
    }

    Future<Void> close() {
        return client.close();
    }
}
