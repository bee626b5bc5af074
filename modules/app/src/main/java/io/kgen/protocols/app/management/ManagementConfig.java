package io.kgen.protocols.app.management;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.platform.TlsCertificate;
import io.netty.util.NetUtil;
import java.util.regex.Pattern;

/**
 * The listener for the platform team.
 *
 * @param port 0 lets the system choose one
 * @param token authorizes what changes something; without one, nothing can be changed
 * @param certificate of the listener; without one, it has no TLS
 */
public record ManagementConfig(String host, int port, Secret token, TlsCertificate certificate) {

    private static final Pattern TOKEN = Pattern.compile("[!-~]{32,512}");

    public static ManagementConfig read(ConfigSection management) {
        var token = management.secret("token");
        if (!token.isEmpty() && !TOKEN.matcher(token.value()).matches()) {
            management.reject("token", "must be 32 to 512 visible ASCII characters");
        }
        return new ManagementConfig(
                management.host("host"),
                management.port("port"),
                token,
                TlsCertificate.read(management.section("tls")));
    }

    /** Whether only this machine reaches the listener. A name other than localhost may be any address. */
    boolean isLoopback() {
        var address = NetUtil.createInetAddressFromIpAddressString(host);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }
}
