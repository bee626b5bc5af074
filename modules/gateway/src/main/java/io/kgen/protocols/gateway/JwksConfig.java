package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.ClientTls;
import io.kgen.protocols.platform.ConfigSection;
import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * Where an issuer publishes its keys (RFC 7517).
 *
 * @param url of HTTPS, or of a loopback address
 * @param cooldown the minimum time between the beginnings of two fetches
 * @param refresh the time after which the keys are fetched again although no token needs it
 */
public record JwksConfig(URI url, ClientTls tls, Duration cooldown, Duration refresh) {

    private static final String RULE = "must be a URL of https, or of http on a loopback address, without a user";

    /** What all key sets share: the section {@code auth.jwks}. */
    record Common(ClientTls tls, Duration cooldown, Duration refresh) {

        static Common read(ConfigSection jwks) {
            var common = new Common(
                    ClientTls.read(jwks.section("tls"), ClientTls.Verification.HOST, ""),
                    jwks.duration("cooldown"),
                    jwks.duration("refresh"));
            if (common.refresh.compareTo(common.cooldown) < 0) {
                jwks.reject("refresh", "must not be shorter than auth.jwks.cooldown");
            }
            return common;
        }

        /** The key set at the URL that this key names; empty, and a violation, if it is not allowed. */
        Optional<JwksConfig> at(String url, ConfigSection auth, String key) {
            try {
                var uri = new URI(url);
                if (isAllowed(uri)) {
                    return Optional.of(new JwksConfig(uri, tls, cooldown, refresh));
                }
            } catch (URISyntaxException e) {
                // The violation states the rule, not the message of the parser.
            }
            auth.reject(key, RULE);
            return Optional.empty();
        }
    }

    private static boolean isAllowed(URI url) {
        return url.getHost() != null
                && url.getRawUserInfo() == null
                && ("https".equalsIgnoreCase(url.getScheme())
                        || ("http".equalsIgnoreCase(url.getScheme()) && isLoopback(url.getHost())));
    }

    /** Accepts only literals and {@code localhost}, because what another name resolves to can change later. */
    private static boolean isLoopback(String host) {
        var literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        var address = NetUtil.createInetAddressFromIpAddressString(literal);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }
}
