package io.kgen.protocols.gateway.http;

/** Whether the server of one event loop is draining: then each response is the last one on its connection. */
public final class DrainState {

    private boolean draining;

    public void start() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }
}
