package io.kgen.protocols.app;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The cluster that a node is a member of.
 *
 * @param name shared secret of the cluster; Hazelcast rejects members with another name
 * @param host the address at which other nodes connect to this one
 * @param port of the membership
 * @param members addresses of some other nodes, each {@code host:port}
 * @param kubernetesService DNS name of a headless service that resolves to the members, used instead of {@code members}; or empty
 * @param busPort of the event bus between nodes; 0 lets the system choose one
 */
record ClusterConfig(
        boolean enabled,
        Secret name,
        String host,
        int port,
        List<String> members,
        String kubernetesService,
        int busPort,
        ClusterTls tls) {

    private static final Pattern MEMBER = Pattern.compile("[^\\s:,\\[\\]]+:\\d{1,5}|\\[[0-9a-fA-F:.]+]:\\d{1,5}");
    private static final int MOST_MEMBERS = 100;

    /** The ports of the cluster deserialise Java objects. */
    private static final String UNPROTECTED =
            "must be set unless cluster.host is a loopback address; without TLS, everybody"
                    + " who can connect to the ports of the cluster can execute code on this node. If only nodes and internal"
                    + " services can connect to them, set cluster.trusted-network (PLATFORM_CLUSTER_TRUSTED_NETWORK) to true";

    static ClusterConfig read(ConfigSection cluster) {
        var config = new ClusterConfig(
                cluster.bool("enabled"),
                cluster.secret("name"),
                withoutBrackets(cluster.text("host")),
                cluster.number("port", 1, 65_535),
                cluster.list("members"),
                cluster.section("kubernetes").optionalText("service-dns"),
                cluster.section("bus").port("port"),
                ClusterTls.read(cluster.section("tls")));
        var isTrustedNetwork = cluster.bool("trusted-network");
        if (config.enabled) {
            config.check(cluster, isTrustedNetwork);
        }
        return config;
    }

    boolean isIpv6() {
        return host.contains(":");
    }

    /** The address of this member in the form of {@code members}. */
    String address() {
        return (isIpv6() ? "[" + host + "]" : host) + ":" + port;
    }

    private void check(ConfigSection cluster, boolean isTrustedNetwork) {
        if (name.value().isBlank()) {
            cluster.reject("name", "must not be empty");
        }
        if (members.isEmpty() == kubernetesService.isEmpty()) {
            cluster.reject(
                    "members",
                    "must name a node, this one if it is the first, unless cluster.kubernetes.service-dns does");
        }
        if (members.size() > MOST_MEMBERS
                || !members.stream().allMatch(member -> MEMBER.matcher(member).matches())) {
            cluster.reject("members", "must be host:port, or several separated by commas");
        }
        checkHost(cluster, isTrustedNetwork);
    }

    /** An IPv6 address may be written as in a URL. */
    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Members do not authenticate each other, so a public address is rejected. */
    private void checkHost(ConfigSection cluster, boolean isTrustedNetwork) {
        try {
            var address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress()) {
                cluster.reject("host", "must be one address at which other nodes can connect to this one");
            } else if (!isPrivate(address)) {
                cluster.reject(
                        "host",
                        "must be an address of a private network, because members do not authenticate each other");
            } else if (!address.isLoopbackAddress() && !tls.isOn() && !isTrustedNetwork) {
                cluster.reject("tls", UNPROTECTED);
            }
        } catch (UnknownHostException e) {
            cluster.reject("host", "must be an IP address or a host name that resolves");
        }
    }

    private static boolean isPrivate(InetAddress address) {
        var bytes = address.getAddress();
        var isUniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        // 100.64.0.0/10 (RFC 6598), shared address space behind the NAT of a provider; some clusters use it for pods.
        var isShared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || isUniqueLocal
                || isShared;
    }
}
