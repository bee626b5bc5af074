package io.kgen.protocols.users.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** The reads of one event-loop tick as one MGET: one write, one timer and one reply for all of them. */
final class MgetBatch {

    private final Request command = Request.cmd(Command.MGET);
    private final List<Promise<Buffer>> readers = new ArrayList<>();

    Future<Buffer> add(String key) {
        var reader = Promise.<Buffer>promise();
        command.arg(key);
        readers.add(reader);
        return reader.future();
    }

    Request command() {
        return command;
    }

    int size() {
        return readers.size();
    }

    void complete(Response values, Throwable failure) {
        for (var i = 0; i < readers.size(); i++) {
            if (failure == null) {
                var value = values.get(i);
                readers.get(i).complete(value == null ? null : value.toBuffer());
            } else {
                readers.get(i).fail(failure);
            }
        }
    }
}
