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
 * @param name of the cluster; all members know it, and whoever does not is not let in
 * @param host the one address of this node at which the others reach it
 * @param port of the membership
 * @param members where some of the others may be found, each {@code host:port}
 * @param kubernetesService the DNS name of a headless service that lists the members instead, or empty
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

    /** The ports deserialise what they receive. */
    private static final String UNPROTECTED =
            "must be set unless cluster.host is a loopback address; without it, everybody"
                    + " who reaches the ports of the cluster can execute code on this node. If only the nodes and internal services"
                    + " can reach them, set cluster.trusted-network (PLATFORM_CLUSTER_TRUSTED_NETWORK) to true";

    static ClusterConfig read(ConfigSection cluster) {
        var config = new ClusterConfig(
                cluster.flag("enabled"),
                cluster.secret("name"),
                withoutBrackets(cluster.text("host")),
                cluster.number("port", 1, 65_535),
                cluster.list("members"),
                cluster.section("kubernetes").optionalText("service-dns"),
                cluster.section("bus").port("port"),
                ClusterTls.read(cluster.section("tls")));
        var isTrustedNetwork = cluster.flag("trusted-network");
        if (config.enabled) {
            config.check(cluster, isTrustedNetwork);
        }
        return config;
    }

    boolean isIpv6() {
        return host.contains(":");
    }

    /** Of the membership, as it is written in {@code members}. */
    String address() {
        return (isIpv6() ? "[" + host + "]" : host) + ":" + port;
    }

    private void check(ConfigSection cluster, boolean isTrustedNetwork) {
        if (name.value().isBlank()) {
            cluster.fault("name", "must not be empty");
        }
        if (members.isEmpty() == kubernetesService.isEmpty()) {
            cluster.fault(
                    "members",
                    "must name a node, this one if it is the first, unless cluster.kubernetes.service-dns does");
        }
        if (members.size() > MOST_MEMBERS
                || !members.stream().allMatch(member -> MEMBER.matcher(member).matches())) {
            cluster.fault("members", "must be host:port, or several with commas between");
        }
        checkHost(cluster, isTrustedNetwork);
    }

    /** An IPv6 address may be written as in a URL. */
    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Members are not asked who they are, so they must not be reachable from everywhere. */
    private void checkHost(ConfigSection cluster, boolean isTrustedNetwork) {
        try {
            var address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress()) {
                cluster.fault("host", "must be one address, at which the other nodes reach this one");
            } else if (!isPrivate(address)) {
                cluster.fault("host", "must be an address of a private network: members do not prove who they are");
            } else if (!address.isLoopbackAddress() && !tls.isOn() && !isTrustedNetwork) {
                cluster.fault("tls", UNPROTECTED);
            }
        } catch (UnknownHostException e) {
            cluster.fault("host", "must be an address or a name that can be looked up");
        }
    }

    private static boolean isPrivate(InetAddress address) {
        var bytes = address.getAddress();
        var isUniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        // 100.64.0.0/10, which providers hand out to what lies behind their NAT, pods among it.
        var isShared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || isUniqueLocal
                || isShared;
    }
}
