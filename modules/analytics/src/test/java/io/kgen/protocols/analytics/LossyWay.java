package io.kgen.protocols.analytics;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A way to PostgreSQL on which answers can get lost: what is sent arrives, nothing comes back, and no connection ends. A
 * connection that has lost an answer never delivers another one.
 */
final class LossyWay implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final NetServer entrance = vertx.createNetServer();
    private volatile boolean losing;

    private LossyWay() {}

    static LossyWay to(int port) {
        var way = new LossyWay();
        var exits = way.vertx.createNetClient();
        way.entrance
                .connectHandler(client -> {
                    client.pause();
                    exits.connect(port, "127.0.0.1").onSuccess(server -> way.join(client, server));
                })
                .listen(0, "127.0.0.1")
                .await();
        return way;
    }

    int port() {
        return entrance.actualPort();
    }

    void loseAnswers() {
        losing = true;
    }

    void deliverAgain() {
        losing = false;
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private void join(NetSocket client, NetSocket server) {
        var lost = new AtomicBoolean();
        server.handler(answer -> deliver(answer, client, lost)).closeHandler(closed -> client.close());
        client.handler(server::write).closeHandler(closed -> server.close());
        client.resume();
    }

    private void deliver(Buffer answer, NetSocket client, AtomicBoolean lost) {
        if (losing) {
            lost.set(true);
        }
        if (!lost.get()) {
            client.write(answer);
        }
    }
}
