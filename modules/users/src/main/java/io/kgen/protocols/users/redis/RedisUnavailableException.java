package io.kgen.protocols.users.redis;

/** Redis did not reply, or no command was sent because it is unavailable. Contains no key and no value (E73). */
final class RedisUnavailableException extends RuntimeException {

    /** Why a command has no result. */
    enum Reason {
        NOT_CONNECTED("Redis is unavailable"),
        OVERLOADED("too many commands to Redis are in flight"),
        TIMEOUT("Redis did not reply in time"),
        NOT_MASTER("it is not the master"),
        UNKNOWN_MASTER("no majority of the sentinels names one master");

        private final String message;

        Reason(String message) {
            this.message = message;
        }
    }

    RedisUnavailableException(Reason reason) {
        super(reason.message, null, false, false);
    }
}
