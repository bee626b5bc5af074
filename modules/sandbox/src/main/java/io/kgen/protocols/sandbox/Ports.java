package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds free loopback ports below the ephemeral range, from which the kernel takes ports of outgoing connections. */
public final class Ports {

    private static final int MIN_PORT = 15_000;
    private static final int MAX_PORT = 32_000;

    private Ports() {}

    public static int free() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT);
        } while (!isFree(port));
        return port;
    }

    static int freePreferably(int port) {
        return isFree(port) ? port : free();
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
