package io.kgen.protocols.users.redis;

import io.kgen.protocols.users.redis.RedisUnavailableException.Reason;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Identifies the process of a master by its run id: two connections with the same epoch use the same data. It does not
 * show whether the process still holds earlier writes.
 */
final class MasterEpoch {

    private static final Pattern ROLE = Pattern.compile("^role:master\\b", Pattern.MULTILINE);
    private static final Pattern RUN_ID = Pattern.compile("^run_id:(\\w+)", Pattern.MULTILINE);

    private MasterEpoch() {}

    /** Fails with {@link RedisUnavailableException} if this Redis is not a master. */
    static Future<String> of(Function<Request, Future<Response>> redis) {
        var server = redis.apply(Request.cmd(Command.INFO).arg("server"));
        var replication = redis.apply(Request.cmd(Command.INFO).arg("replication"));
        return Future.all(server, replication)
                .map(both ->
                        parse(server.result().toString(), replication.result().toString()));
    }

    static String parse(String server, String replication) {
        var runId = RUN_ID.matcher(server);
        if (ROLE.matcher(replication).find() && runId.find()) {
            return runId.group(1);
        }
        throw new RedisUnavailableException(Reason.NOT_MASTER);
    }
}
