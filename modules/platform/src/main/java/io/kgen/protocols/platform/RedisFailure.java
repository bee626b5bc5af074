package io.kgen.protocols.platform;

import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Why Redis or a sentinel cannot be used. Never in Redis' own words: an old one quotes the command that it refuses, password
 * included.
 *
 * @param advice what an operator can do about it, or empty
 */
record RedisFailure(String cause, String advice) {

    private static final Pattern REFUSED_COMMAND = Pattern.compile("'([a-z|]{1,40})' command");
    private static final RedisFailure CLOSED = new RedisFailure(
            "the server closes the connection", "if it takes TLS connections only, see redis.tls.enabled");

    /** @param overTls whether the connection was to be encrypted */
    static RedisFailure of(Throwable failure, boolean overTls) {
        if (failure instanceof RedisUnavailableException ours) {
            return new RedisFailure(ours.getMessage(), "");
        }
        if (failure instanceof Response refusal) {
            return ofServer(refusal.toString());
        }
        return TlsErrorKind.classify(failure).map(RedisFailure::ofTls).orElseGet(() -> ofNetwork(failure, overTls));
    }

    private static RedisFailure ofServer(String said) {
        var code = said.split(" ", 2)[0];
        return switch (code) {
            case "WRONGPASS" ->
                new RedisFailure(code, "the user or the password is wrong, see redis.user and redis.password");
            case "NOAUTH" -> new RedisFailure(code, "a password is needed, see redis.password");
            case "NOPERM" -> new RedisFailure(code, "the user must be allowed to use " + refusedCommand(said));
            case "CONNECTION_CLOSED" -> CLOSED;
            default -> new RedisFailure(code, "");
        };
    }

    private static String refusedCommand(String said) {
        var command = REFUSED_COMMAND.matcher(said);
        return command.find() ? "the command " + command.group(1) : "the commands and keys of docs/operating.md";
    }

    private static RedisFailure ofTls(TlsErrorKind failure) {
        var key = switch (failure) {
            case NOT_VALID_NOW -> "";
            case OTHER_HOST -> "see redis.host";
            case UNKNOWN_AUTHORITY -> "see redis.tls.ca-file";
            case OWN_CERTIFICATE -> "see redis.tls.certificate-file";
            case NO_HANDSHAKE -> "see redis.tls.enabled";
        };
        return new RedisFailure(failure.description(), key);
    }

    private static RedisFailure ofNetwork(Throwable failure, boolean overTls) {
        if (failure instanceof UnknownHostException) {
            return new RedisFailure("the host name is unknown", "see redis.host");
        }
        if (failure instanceof ConnectException) {
            return new RedisFailure("nothing answers there", "");
        }
        if (failure instanceof IOException) {
            return CLOSED;
        }
        if (failure instanceof TimeoutException) {
            // A server without TLS takes a handshake for the beginning of a long command, and waits for the rest.
            var advice = overTls ? "if the server takes no TLS on this port, see redis.tls.enabled" : "";
            return new RedisFailure("it does not answer in time", advice);
        }
        return new RedisFailure(failure.getClass().getSimpleName(), "");
    }

    /** The end of a line of the log. */
    String adviceAfterColon() {
        return advice.isEmpty() ? "" : ": " + advice;
    }
}
