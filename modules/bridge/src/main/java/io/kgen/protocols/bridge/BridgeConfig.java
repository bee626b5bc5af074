package io.kgen.protocols.bridge;

import io.kgen.protocols.bridge.access.Principal;
import io.kgen.protocols.bridge.access.Principals;
import io.kgen.protocols.bridge.access.PrincipalsConfig;
import io.kgen.protocols.bridge.connection.BridgeNode;
import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.SharedRandomPort;
import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/**
 * The settings of the bridge for services in other languages.
 *
 * @param port with 0, the operating system chooses one
 * @param drain the time for requests in flight to finish once the bridge stops
 */
public record BridgeConfig(
        boolean enabled,
        String host,
        int port,
        TlsConfig tls,
        Principals principals,
        BridgeLimits limits,
        Duration drain) {

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
            bridge.reject("host", "must be a loopback address such as 127.0.0.1, unless bridge.tls is set");
        }
        if (config.enabled && config.principals.all().isEmpty()) {
            bridge.reject("principals", "must be set: without a principal, no client can use the bridge");
        }
        if (!config.tls.requestsClientCertificates()
                && config.principals.all().stream().anyMatch(Principal::hasCertificate)) {
            bridge.reject("principals", "with certificates need bridge.tls.client-ca-file");
        }
        return config;
    }

    /** Accepts only loopback literals and {@code localhost}, because what another name resolves to can change later. */
    private static boolean isLoopback(String host) {
        var address = NetUtil.createInetAddressFromIpAddressString(host);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }

    /** A new address on each call if the operating system chooses the port; all instances must listen on the same one. */
    SocketAddress address() {
        return port == 0 ? SharedRandomPort.newAddress(host) : SocketAddress.inetSocketAddress(port, host);
    }

    BridgeNode newNode(long maxHeap) {
        return new BridgeNode(limits, principals, tls.isOn(), maxHeap);
    }
}
