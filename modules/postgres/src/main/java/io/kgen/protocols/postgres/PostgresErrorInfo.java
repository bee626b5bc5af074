package io.kgen.protocols.postgres;

import io.kgen.protocols.platform.TlsErrorKind;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Explains to an operator why a connection to PostgreSQL failed, with either driver. */
final class PostgresErrorInfo {

    /** The messages of the two drivers if the server rejects TLS. */
    private static final String JDBC_NO_TLS = "does not support SSL";

    private static final String VERTX_NO_TLS = "does not handle SSL";

    private final PostgresConfig config;

    PostgresErrorInfo(PostgresConfig config) {
        this.config = config;
    }

    /** Returns one sentence. The server's message comes last, because it may be in another language. */
    String describe(Throwable failure) {
        return TlsErrorKind.classify(failure).map(this::describeTls).orElseGet(() -> describeServer(failure));
    }

    private String describeTls(TlsErrorKind kind) {
        return kind.description() + advice(kind);
    }

    private String advice(TlsErrorKind kind) {
        return switch (kind) {
            case NOT_VALID_NOW -> "";
            case OTHER_HOST -> " than " + config.host() + "; see postgres.host and postgres.tls.mode";
            case UNKNOWN_AUTHORITY -> "; see postgres.tls.ca-file";
            case OWN_CERTIFICATE -> "; see postgres.tls.certificate-file";
            case NO_HANDSHAKE -> "; see postgres.tls.mode";
        };
    }

    private String describeServer(Throwable failure) {
        var state = sqlState(failure);
        var message = serverMessage(failure);
        if (message.contains(JDBC_NO_TLS) || message.contains(VERTX_NO_TLS)) {
            return "the server does not accept TLS connections; see postgres.tls.mode";
        }
        return switch (state) {
            case "28P01" ->
                "the user or the password is wrong (" + message + "); see postgres.user and postgres.password";
            case "28000" -> rejectedLogin(message) + " (" + message + ")";
            case "3D000" -> "the database does not exist (" + message + "); see postgres.database";
            case "53300" -> "the server has no free connection (" + message + ")";
            case "57P03" -> "the server is starting or stopping (" + message + ")";
            default -> describeNetwork(failure, message);
        };
    }

    private String rejectedLogin(String message) {
        if (message.contains("no encryption")) {
            return "the server accepts only TLS connections from this host; see postgres.tls.mode";
        }
        if (message.contains("client certificate")) {
            return TlsErrorKind.OWN_CERTIFICATE.description() + "; see postgres.tls.certificate-file";
        }
        return "the server rejects this user; see postgres.user and the server's pg_hba.conf";
    }

    private String describeNetwork(Throwable failure, String message) {
        for (var cause : TlsErrorKind.causes(failure).toList()) {
            if (cause instanceof UnknownHostException) {
                return "the host name " + config.host() + " is unknown; see postgres.host";
            }
            if (cause instanceof ConnectException) {
                return "the connection was refused (" + oneLine(cause) + "); see postgres.host and postgres.port";
            }
            if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
                return "the server did not respond in time; see postgres.host and postgres.port";
            }
        }
        return message;
    }

    /** The message of the server or of the driver, else of the innermost cause. */
    private static String serverMessage(Throwable failure) {
        var causes = TlsErrorKind.causes(failure).toList();
        return causes.stream()
                .filter(PostgresErrorInfo::isOfDriver)
                .findFirst()
                .map(PostgresErrorInfo::oneLine)
                .orElseGet(() -> oneLine(causes.get(causes.size() - 1)));
    }

    private static String sqlState(Throwable failure) {
        return TlsErrorKind.causes(failure)
                .filter(PostgresErrorInfo::isOfDriver)
                .findFirst()
                .map(cause -> cause instanceof PgException server
                        ? String.valueOf(server.getSqlState())
                        : String.valueOf(((SQLException) cause).getSQLState()))
                .orElse("");
    }

    private static boolean isOfDriver(Throwable cause) {
        return cause instanceof SQLException || cause instanceof PgException;
    }

    private static String oneLine(Throwable failure) {
        var text = failure instanceof PgException server ? server.getErrorMessage() : failure.getMessage();
        return String.valueOf(text)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
