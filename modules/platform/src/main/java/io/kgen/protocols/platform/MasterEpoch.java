package io.kgen.protocols.platform;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The time for which one Redis is the master without a break: another one begins whenever a replica is promoted or a Redis
 * starts.
 *
 * @param name made of the run id, which a restart changes, and of the replication id, which a promotion changes; of half of
 *     each, since both are random
 */
record MasterEpoch(String name) {

    private static final Pattern ROLE = Pattern.compile("^role:master\\b", Pattern.MULTILINE);
    private static final Pattern RUN_ID = Pattern.compile("^run_id:(\\w{8})", Pattern.MULTILINE);
    private static final Pattern REPLICATION_ID = Pattern.compile("^master_replid:(\\w{8})", Pattern.MULTILINE);

    /** The reign under way; fails with {@link RedisUnavailableException} if this Redis is not a master. */
    static Future<MasterEpoch> ask(Function<Request, Future<Response>> redis) {
        var server = redis.apply(Request.cmd(Command.INFO).arg("server"));
        var replication = redis.apply(Request.cmd(Command.INFO).arg("replication"));
        return Future.all(server, replication)
                .map(both ->
                        read(server.result().toString(), replication.result().toString()));
    }

    static MasterEpoch read(String server, String replication) {
        var runId = RUN_ID.matcher(server);
        var replicationId = REPLICATION_ID.matcher(replication);
        if (ROLE.matcher(replication).find() && runId.find() && replicationId.find()) {
            return new MasterEpoch(runId.group(1) + replicationId.group(1));
        }
        throw RedisUnavailableException.noMaster();
    }
}
