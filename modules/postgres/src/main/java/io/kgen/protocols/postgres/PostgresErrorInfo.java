package io.kgen.protocols.postgres;

import io.kgen.protocols.platform.TlsErrorKind;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Why PostgreSQL could not be reached by either driver, as an operator needs to know it. */
final class PostgresErrorInfo {

    /** How the two drivers say that the server answers N to a request for TLS. */
    private static final String NO_TLS_OF_JDBC = "does not support SSL";

    private static final String NO_TLS_OF_VERTX = "does not handle SSL";

    private final PostgresConfig config;

    PostgresErrorInfo(PostgresConfig config) {
        this.config = config;
    }

    /** One sentence; the server's own words come last, since they may be in another language. */
    String describe(Throwable failure) {
        return TlsErrorKind.classify(failure).map(this::ofTls).orElseGet(() -> ofServer(failure));
    }

    private String ofTls(TlsErrorKind failure) {
        return failure.description() + seeKey(failure);
    }

    private String seeKey(TlsErrorKind failure) {
        return switch (failure) {
            case NOT_VALID_NOW -> "";
            case OTHER_HOST -> " than " + config.host() + "; see postgres.host and postgres.tls.mode";
            case UNKNOWN_AUTHORITY -> "; see postgres.tls.ca-file";
            case OWN_CERTIFICATE -> "; see postgres.tls.certificate-file";
            case NO_HANDSHAKE -> "; see postgres.tls.mode";
        };
    }

    private String ofServer(Throwable failure) {
        var state = sqlState(failure);
        var said = words(failure);
        if (said.contains(NO_TLS_OF_JDBC) || said.contains(NO_TLS_OF_VERTX)) {
            return "the server takes no TLS connections; see postgres.tls.mode";
        }
        return switch (state) {
            case "28P01" -> "the password or the user is wrong (" + said + "); see postgres.user and postgres.password";
            case "28000" -> refused(said) + " (" + said + ")";
            case "3D000" -> "the database does not exist (" + said + "); see postgres.database";
            case "53300" -> "the server has no connection left (" + said + ")";
            case "57P03" -> "the server is starting or stopping (" + said + ")";
            default -> ofNetwork(failure, said);
        };
    }

    private String refused(String said) {
        if (said.contains("no encryption")) {
            return "the server takes TLS connections only, at least from here; see postgres.tls.mode";
        }
        if (said.contains("client certificate")) {
            return TlsErrorKind.OWN_CERTIFICATE.description() + "; see postgres.tls.certificate-file";
        }
        return "the server does not let this user in; see postgres.user and the server's pg_hba.conf";
    }

    private String ofNetwork(Throwable failure, String said) {
        for (var cause : TlsErrorKind.causes(failure).toList()) {
            if (cause instanceof UnknownHostException) {
                return "the host name " + config.host() + " is unknown; see postgres.host";
            }
            if (cause instanceof ConnectException) {
                return "nothing answers there (" + oneLine(cause) + "); see postgres.host and postgres.port";
            }
            if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
                return "there is no answer in time; see postgres.host and postgres.port";
            }
        }
        return said;
    }

    /** What the server or the driver said; else the innermost cause, since those around it are our own. */
    private static String words(Throwable failure) {
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
                .map(cause -> cause instanceof PgException ofServer
                        ? String.valueOf(ofServer.getSqlState())
                        : String.valueOf(((SQLException) cause).getSQLState()))
                .orElse("");
    }

    private static boolean isOfDriver(Throwable cause) {
        return cause instanceof SQLException || cause instanceof PgException;
    }

    private static String oneLine(Throwable failure) {
        var text = failure instanceof PgException ofServer ? ofServer.getErrorMessage() : failure.getMessage();
        return String.valueOf(text)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
