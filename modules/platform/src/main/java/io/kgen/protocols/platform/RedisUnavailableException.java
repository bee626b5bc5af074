package io.kgen.protocols.platform;

/** Redis did not answer, or was not asked because it is known not to. It names no key and no value (E73). */
public final class RedisUnavailableException extends RuntimeException {

    private RedisUnavailableException(String reason) {
        super(reason, null, false, false);
    }

    static RedisUnavailableException known() {
        return new RedisUnavailableException("Redis is away");
    }

    static RedisUnavailableException tooBusy() {
        return new RedisUnavailableException("too many commands are waiting for Redis");
    }

    static RedisUnavailableException tooSlow() {
        return new RedisUnavailableException("Redis did not answer in time");
    }

    static RedisUnavailableException noMaster() {
        return new RedisUnavailableException("it is not the master");
    }

    static RedisUnavailableException nobodyKnowsTheMaster() {
        return new RedisUnavailableException("no majority of the sentinels names one master");
    }
}
