package io.kgen.protocols.app;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/** Opens a connection to the public listener now and then and closes it, to see that the socket still listens. */
final class ListenerCheck {

    private final Vertx vertx;
    private final NetClient client;
    private final String host;
    private final int port;
    private final Duration maxAge;
    private final long timer;
    private volatile long goodNanos = System.nanoTime();

    /** @param vertx another one than the listener's, so that it can tell when that one is stuck */
    ListenerCheck(Vertx vertx, String host, int port, Duration every, Duration maxAge) {
        this.vertx = vertx;
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout((int) every.toMillis()));
        this.host = reachable(host);
        this.port = port;
        this.maxAge = maxAge;
        this.timer = vertx.setPeriodic(every.toMillis(), tick -> check());
    }

    private void check() {
        client.connect(port, host)
                .onSuccess(connected -> goodNanos = System.nanoTime())
                .onSuccess(NetSocket::close);
    }

    /** An address to connect to: a listener on all interfaces listens on loopback, too. */
    private static String reachable(String host) {
        try {
            var address = InetAddress.getByName(host);
            return address.isAnyLocalAddress()
                    ? InetAddress.getLoopbackAddress().getHostAddress()
                    : host;
        } catch (UnknownHostException e) {
            return host;
        }
    }

    Optional<String> fault() {
        return System.nanoTime() - goodNanos <= maxAge.toNanos()
                ? Optional.empty()
                : Optional.of("port %d has taken no connection for more than %d ms".formatted(port, maxAge.toMillis()));
    }

    void stop() {
        vertx.cancelTimer(timer);
        client.close();
    }
}
