package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.ConfigSection;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The proxies whose {@code Forwarded} and {@code X-Forwarded-For} are believed. */
public final class TrustedProxies {

    /** No proxy. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final Pattern SUBNET = Pattern.compile("([0-9a-fA-F.:]+)/(\\d{1,3})");
    private static final String RULE = "must be networks such as 10.0.0.0/8, 192.168.1.7/32 or fd00::/8";

    private final List<IpSubnetFilterRule> subnets;

    private TrustedProxies(List<IpSubnetFilterRule> subnets) {
        this.subnets = subnets;
    }

    static TrustedProxies read(ConfigSection http) {
        var networks = http.list("trusted-proxies");
        if (networks.stream().map(TrustedProxies::subnet).anyMatch(Optional::isEmpty)) {
            http.reject("trusted-proxies", RULE);
        }
        return of(networks);
    }

    /** Of networks such as {@code 10.0.0.0/8}. */
    public static TrustedProxies of(List<String> networks) {
        return new TrustedProxies(networks.stream()
                .map(TrustedProxies::subnet)
                .flatMap(Optional::stream)
                .toList());
    }

    private static Optional<IpSubnetFilterRule> subnet(String text) {
        var match = SUBNET.matcher(text);
        // By this method, because InetAddress.getByName would look up a name.
        var address = match.matches() ? NetUtil.createInetAddressFromIpAddressString(match.group(1)) : null;
        if (address == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new IpSubnetFilterRule(address, Integer.parseInt(match.group(2)), IpFilterRuleType.ACCEPT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the address is that of a trusted proxy. */
    public boolean contain(InetAddress address) {
        return subnets.stream().anyMatch(subnet -> subnet.matches(new InetSocketAddress(address, 0)));
    }
}
