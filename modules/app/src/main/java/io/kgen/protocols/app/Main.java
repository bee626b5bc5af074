package io.kgen.protocols.app;

import io.kgen.protocols.app.cli.Cli;
import java.util.TimeZone;

/** The main class of the jar: runs the command line and ends with its exit code. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        // The JDBC driver sends the time zone of the JVM to PostgreSQL, and not every server knows a zone by the same
        // name,
        // for example Asia/Calcutta (E16).
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        var code = new Cli(System.getenv(), System.out, System.err).run(args);
        // The service runs on.
        if (code != 0) {
            System.exit(code);
        }
    }
}
