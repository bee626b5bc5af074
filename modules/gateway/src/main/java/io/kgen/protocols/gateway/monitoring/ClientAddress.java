package io.kgen.protocols.gateway.monitoring;

import io.kgen.protocols.gateway.TrustedProxies;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The address of the client of a request. A client may send {@code Forwarded} (RFC 7239) and {@code X-Forwarded-For} itself,
 * so they count only behind a trusted proxy, and are read from the right: each proxy appends the address of its own peer, and
 * the first one that is not a trusted proxy is the client. What is left of it was sent by the client.
 */
final class ClientAddress {

    private static final String FORWARDED = "Forwarded";
    private static final String X_FORWARDED_FOR = "X-Forwarded-For";
    private static final String FOR = "for=";

    private ClientAddress() {}

    static String of(HttpServerRequest request, TrustedProxies proxies) {
        return of(
                request.remoteAddress().hostAddress(),
                request.headers().getAll(FORWARDED),
                request.headers().getAll(X_FORWARDED_FOR),
                proxies);
    }

    static String of(String peerAddress, List<String> forwarded, List<String> forwardedFor, TrustedProxies proxies) {
        var peer = NetUtil.createInetAddressFromIpAddressString(peerAddress);
        if (!proxies.contain(peer)) {
            return NetUtil.toAddressString(peer);
        }
        var first = client(peer, forwarded, ClientAddress::forwardedFor, proxies);
        var second = client(peer, forwardedFor, UnaryOperator.identity(), proxies);
        // A proxy that sets one of the two headers passes the other one on as the client sent it, so if both name a
        // client, neither counts unless they agree.
        var isContradictory = !first.equals(peer) && !second.equals(peer) && !first.equals(second);
        var client = first.equals(peer) ? second : first;
        return NetUtil.toAddressString(isContradictory ? peer : client);
    }

    /** The peer if the header is absent or names no client. */
    private static InetAddress client(
            InetAddress peer, List<String> headers, UnaryOperator<String> address, TrustedProxies proxies) {
        var hops = String.join(",", headers).split(",", -1);
        var client = peer;
        for (var i = hops.length - 1; i >= 0 && proxies.contain(client); i--) {
            var hop = parse(address.apply(hops[i].strip()));
            if (hop == null) {
                return client;
            }
            client = hop;
        }
        return client;
    }

    /** The value of {@code for} in an element of {@code Forwarded}; empty if there is none. */
    private static String forwardedFor(String element) {
        for (var pair : element.split(";", -1)) {
            var text = pair.strip();
            if (text.regionMatches(true, 0, FOR, 0, FOR.length())) {
                return text.substring(FOR.length()).strip();
            }
        }
        return "";
    }

    /** An address with or without a port, quotes and brackets; null for a name, which may be {@code unknown} or hidden. */
    private static InetAddress parse(String text) {
        var host = text.replace("\"", "");
        if (host.startsWith("[")) {
            host = host.substring(1, Math.max(1, host.indexOf(']')));
        } else if (host.indexOf(':') == host.lastIndexOf(':') && host.indexOf(':') > 0) {
            host = host.substring(0, host.indexOf(':'));
        }
        return NetUtil.createInetAddressFromIpAddressString(host);
    }
}
