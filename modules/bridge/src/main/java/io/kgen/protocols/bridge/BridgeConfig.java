package io.kgen.protocols.bridge;

import io.kgen.protocols.platform.ConfigSection;
import io.netty.util.NetUtil;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;

/**
 * The listener for services in other languages, and whom it lets in.
 *
 * @param port 0 lets the system choose one
 * @param drain how long requests in flight may take to finish once the listener closes
 */
public record BridgeConfig(
        boolean enabled,
        String host,
        int port,
        TlsConfig tls,
        Principals principals,
        BridgeLimits limits,
        Duration drain) {

    /**
     * Vert.x gives all instances of a verticle the same system-chosen port if they ask for the same negative one; and so it
     * would the gateway's, which has another.
     */
    private static final int ANY_PORT = -2;

    public static BridgeConfig read(ConfigSection bridge, Duration drain) {
        var config = new BridgeConfig(
                bridge.bool("enabled"),
                bridge.host("host"),
                bridge.port("port"),
                TlsConfig.read(bridge.section("tls")),
                new PrincipalsConfig(bridge).read(),
                BridgeLimits.read(bridge),
                drain);
        if (!config.tls.isOn() && !isLoopback(config.host)) {
            bridge.reject("host", "must be a loopback address such as 127.0.0.1, unless there is a bridge.tls");
        }
        if (config.enabled && config.principals.all().isEmpty()) {
            bridge.reject("principals", "must be set: without one, nobody could use the bridge");
        }
        if (!config.tls.asksClients() && config.principals.all().stream().anyMatch(Principal::hasCertificate)) {
            bridge.reject("principals", "with certificates need bridge.tls.client-ca-file");
        }
        return config;
    }

    /** By its spelling: what a name resolves to may change after it was looked at. */
    private static boolean isLoopback(String host) {
        var address = NetUtil.createInetAddressFromIpAddressString(host);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }

    NetServerOptions serverOptions() {
        return new NetServerOptions()
                .setHost(host)
                .setPort(port == 0 ? ANY_PORT : port)
                .setTcpKeepAlive(true);
    }
}
