package io.kgen.protocols.bus;

/**
 * Who asked for a call, for the audit log: on whose behalf, not through which node. It is information and not a permission:
 * an internal service states it itself; the gateway and the bridge state whom they have authenticated.
 *
 * @param name of the issuer or service; empty for the other kinds
 */
public record Caller(Kind kind, String name) {

    /** The kinds of callers. */
    public enum Kind {
        /** A player of this issuer. The player is in the request. */
        ISSUER,
        /** An internal service, a principal of the bridge, or the server of a store. */
        SERVICE,
        /** The platform team, over the management listener or the command line. */
        OPERATOR,
        /** A node by itself, for example when a file has changed. */
        NODE,
        /** An internal service that does not say its name. */
        UNKNOWN
    }

    public static final Caller OPERATOR = new Caller(Kind.OPERATOR, "");
    public static final Caller NODE = new Caller(Kind.NODE, "");
    public static final Caller UNKNOWN = new Caller(Kind.UNKNOWN, "");

    private static final String ISSUER_PREFIX = "issuer:";
    private static final String SERVICE_PREFIX = "service:";
    private static final String OPERATOR_TEXT = "operator";
    private static final String NODE_TEXT = "node";
    private static final String UNKNOWN_TEXT = "unknown service";

    /** Longer than any identifier. */
    private static final int MAX_LENGTH = 300;

    public static Caller issuer(String issuer) {
        return new Caller(Kind.ISSUER, issuer);
    }

    public static Caller service(String name) {
        return new Caller(Kind.SERVICE, name);
    }

    /** Reads the text of {@link #toString()}; any other text, and null, is {@link #UNKNOWN}. */
    static Caller parse(String text) {
        if (text == null || text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            return UNKNOWN;
        }
        if (text.startsWith(ISSUER_PREFIX)) {
            return issuer(text.substring(ISSUER_PREFIX.length()));
        }
        if (text.startsWith(SERVICE_PREFIX)) {
            return service(text.substring(SERVICE_PREFIX.length()));
        }
        return switch (text) {
            case OPERATOR_TEXT -> OPERATOR;
            case NODE_TEXT -> NODE;
            default -> UNKNOWN;
        };
    }

    /** {@code issuer:NAME}, {@code service:NAME}, {@code operator}, {@code node} or {@code unknown service}. */
    @Override
    public String toString() {
        return switch (kind) {
            case ISSUER -> ISSUER_PREFIX + name;
            case SERVICE -> SERVICE_PREFIX + name;
            case OPERATOR -> OPERATOR_TEXT;
            case NODE -> NODE_TEXT;
            case UNKNOWN -> UNKNOWN_TEXT;
        };
    }
}
