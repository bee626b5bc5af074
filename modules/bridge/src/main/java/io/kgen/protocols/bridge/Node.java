package io.kgen.protocols.bridge;

/** What all event loops have in common: what is counted, and how much of it there may be. Safe for threads. */
record Node(BridgeStats census, Budgets budgets, UnauthenticatedConnections strangers, Unsent unsent) {

    private static final int FEWEST_STRANGERS = 8;
    /** How many times as many strangers there may be within a second. A handshake of TLS weighs ten times a socket. */
    private static final int CROWD = 8;

    private static final int CROWD_WITH_TLS = 2;

    static Node of(BridgeConfig config) {
        return of(config, Runtime.getRuntime().maxMemory());
    }

    /** @param heap the most that the heap can grow to, in bytes */
    static Node of(BridgeConfig config, long heap) {
        var connections = config.limits().connections();
        var budgets = new Budgets(connections, config.principals().all(), heap);
        var strangers = Math.max(FEWEST_STRANGERS, connections / 4);
        var atOnce = strangers * (config.tls().isOn() ? CROWD_WITH_TLS : CROWD);
        return new Node(
                new BridgeStats(), budgets, new UnauthenticatedConnections(strangers, atOnce), new Unsent(budgets));
    }
}
