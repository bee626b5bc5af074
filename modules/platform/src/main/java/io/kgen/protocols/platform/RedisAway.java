package io.kgen.protocols.platform;

/** Redis did not answer, or was not asked because it is known not to. It names no key and no value (E73). */
public final class RedisAway extends RuntimeException {

    private static final String NO_MASTER = "it is not the master";

    private RedisAway(String reason) {
        super(reason, null, false, false);
    }

    static RedisAway known() {
        return new RedisAway("Redis is away");
    }

    static RedisAway tooBusy() {
        return new RedisAway("too many commands are waiting for Redis");
    }

    static RedisAway tooSlow() {
        return new RedisAway("Redis did not answer in time");
    }

    static RedisAway noMaster() {
        return new RedisAway(NO_MASTER);
    }

    static RedisAway nobodyKnowsTheMaster() {
        return new RedisAway("no majority of the sentinels names one master");
    }

    boolean isNoMaster() {
        return NO_MASTER.equals(getMessage());
    }
}
