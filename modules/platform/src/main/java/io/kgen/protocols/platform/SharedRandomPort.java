package io.kgen.protocols.platform;

import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Addresses for the servers of one deployment, which listen on one port that the operating system chooses. */
public final class SharedRandomPort {

    private static final int MAX_ID = 65_535;
    private static final AtomicInteger ALLOCATED = new AtomicInteger();

    private SharedRandomPort() {}

    /** All servers that listen on the returned address share a port, and no other server of the process has the same one. */
    public static SocketAddress newAddress(String host) {
        return SocketAddress.sharedRandomPort(MAX_ID - Math.floorMod(ALLOCATED.getAndIncrement(), MAX_ID), host);
    }
}
