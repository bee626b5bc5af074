package io.kgen.protocols.users.redis;

import io.kgen.protocols.platform.TlsErrorKind;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The reason why Redis or a sentinel cannot be used. It does not contain the message of the server, because an old
 * Redis quotes the rejected command, password included.
 *
 * @param advice for the operator, or empty
 */
record RedisFailure(String cause, String advice) {

    private static final Pattern REJECTED_COMMAND = Pattern.compile("'([a-z|]{1,40})' command");
    private static final RedisFailure CLOSED =
            new RedisFailure("the server closes the connection", "if it accepts only TLS, see redis.tls.enabled");

    /** @param isTls whether the connection is encrypted */
    static RedisFailure of(Throwable failure, boolean isTls) {
        if (failure instanceof RedisUnavailableException unavailable) {
            return new RedisFailure(unavailable.getMessage(), "");
        }
        if (failure instanceof Response rejection) {
            return ofServer(rejection.toString());
        }
        return TlsErrorKind.classify(failure).map(RedisFailure::ofTls).orElseGet(() -> ofNetwork(failure, isTls));
    }

    private static RedisFailure ofServer(String message) {
        var code = message.split(" ", 2)[0];
        return switch (code) {
            case "WRONGPASS" ->
                new RedisFailure(code, "the user or the password is wrong, see redis.user and redis.password");
            case "NOAUTH" -> new RedisFailure(code, "a password is needed, see redis.password");
            case "NOPERM" -> new RedisFailure(code, "the user must be allowed to use " + rejectedCommand(message));
            case "CONNECTION_CLOSED" -> CLOSED;
            default -> new RedisFailure(code, "");
        };
    }

    private static String rejectedCommand(String message) {
        var command = REJECTED_COMMAND.matcher(message);
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

    private static RedisFailure ofNetwork(Throwable failure, boolean isTls) {
        if (failure instanceof UnknownHostException) {
            return new RedisFailure("the host name is unknown", "see redis.host");
        }
        if (failure instanceof ConnectException) {
            return new RedisFailure("connection refused", "");
        }
        if (failure instanceof IOException) {
            return CLOSED;
        }
        if (failure instanceof TimeoutException) {
            // A server without TLS takes a handshake for the beginning of a long command and waits for the rest.
            var advice = isTls ? "if the server does not use TLS on this port, see redis.tls.enabled" : "";
            return new RedisFailure("it does not reply in time", advice);
        }
        return new RedisFailure(failure.getClass().getSimpleName(), "");
    }

    /** For the end of a log line. */
    String adviceAfterColon() {
        return advice.isEmpty() ? "" : ": " + advice;
    }
}
