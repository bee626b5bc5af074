package io.kgen.protocols.app;

import io.kgen.protocols.sandbox.PlayerToken;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A player who drops one event after the other, in turns on one connection that stays and on a new one each time. */
final class ServedPlayer {

    private static final String DROP = "POST /fe/analytics/px-tracker/events/e/drop HTTP/1.1\r\nHost: h\r\n"
            + "user-jwt-token: " + PlayerToken.of("client", "player").signedBy(NodeProcess.SECRET)
            + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    private final int port;
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private final PlainConnection connection;
    private final Thread thread;
    private volatile boolean stopped;

    ServedPlayer(int port) throws IOException {
        this.port = port;
        this.connection = new PlainConnection(port);
        // The first answer makes the connection a player's.
        statuses.add(connection.exchange(DROP));
        thread = new Thread(this::play, "player");
        thread.start();
    }

    /** One drop on a new connection. */
    static int dropOnce(int port) {
        try (var once = new PlainConnection(port)) {
            return once.exchange(DROP);
        } catch (IOException e) {
            return PlainConnection.UNANSWERED;
        }
    }

    private void play() {
        while (!stopped) {
            statuses.add(connection.exchange(DROP));
            statuses.add(dropOnce(port));
        }
    }

    /** The statuses of all answers, or what came instead of one. */
    List<Integer> stop() throws InterruptedException, IOException {
        stopped = true;
        thread.join();
        connection.close();
        return statuses;
    }
}
