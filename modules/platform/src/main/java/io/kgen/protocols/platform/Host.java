package io.kgen.protocols.platform;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** The rule for a host of the configuration: a name or an IP address, with nothing around it. */
public final class Host {

    public static final String RULE = "must be a host name or an IP address, without scheme, user, password and port";

    /** Underscores too: names of containers may have them. */
    private static final Pattern NAME = Pattern.compile("(?!-)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?");
    private static final int LONGEST_NAME = 254;

    private Host() {}

    /** Takes the brackets off an IPv6 address. */
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
        return host.length() <= LONGEST_NAME && NAME.matcher(host).matches();
    }

    /** Not every host is: a URI allows no underscore, and no number at the end of a name. */
    public static boolean isPossibleInUri(String host) {
        try {
            return new URI("redis://" + inUri(host)).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** As it is written before a port. */
    public static String inUri(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
