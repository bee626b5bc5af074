package io.kgen.protocols.platform;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** The syntax of a host in the configuration: a host name or an IP address and nothing else. */
public final class Host {

    public static final String RULE = "must be a host name or an IP address, without scheme, user, password or port";

    /** Allows underscores, because names of containers may have them. */
    private static final Pattern NAME = Pattern.compile("(?!-)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?");
    private static final int MAX_NAME_LENGTH = 254;

    private Host() {}

    /** Removes the brackets of an IPv6 address. */
    public static String parse(String text) {
        var inBrackets = text.startsWith("[") && text.endsWith("]");
        var host = inBrackets ? text.substring(1, text.length() - 1) : text;
        if (!isIpv6(host) && (inBrackets || !isName(host))) {
            throw new IllegalArgumentException("not a host");
        }
        return host;
    }

    private static boolean isIpv6(String host) {
        return IPV6.matcher(host).matches() && NetUtil.isValidIpV6Address(host);
    }

    private static boolean isName(String host) {
        return host.length() <= MAX_NAME_LENGTH && NAME.matcher(host).matches();
    }

    /** A URI does not allow every host: no underscore, and no number at the end of a name. */
    public static boolean isValidInUri(String host) {
        try {
            return new URI("redis://" + inUri(host)).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The host as written before a port: an IPv6 address in brackets. */
    public static String inUri(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
