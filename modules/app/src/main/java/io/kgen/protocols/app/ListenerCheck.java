package io.kgen.protocols.app;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/** Connects to the public listener periodically, to verify that the socket still accepts connections. */
final class ListenerCheck {

    private final Vertx vertx;
    private final NetClient client;
    private final String host;
    private final int port;
    private final Duration maxAge;
    private final long timer;
    private volatile long lastSuccessNanos = System.nanoTime();

    /** @param vertx another one than the listener's, so that the check runs when the listener's event loops are blocked */
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
                .onSuccess(connected -> lastSuccessNanos = System.nanoTime())
                .onSuccess(NetSocket::close);
    }

    /** An address to connect to: a listener on all interfaces also listens on loopback. */
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

    Optional<String> problem() {
        return System.nanoTime() - lastSuccessNanos <= maxAge.toNanos()
                ? Optional.empty()
                : Optional.of(
                        "port %d has accepted no connection for more than %d ms".formatted(port, maxAge.toMillis()));
    }

    void stop() {
        vertx.cancelTimer(timer);
        client.close();
    }
}
