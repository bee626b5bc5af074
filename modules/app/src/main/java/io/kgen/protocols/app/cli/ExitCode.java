package io.kgen.protocols.app.cli;

/** The exit codes of the process; docs/operating.md lists them. */
final class ExitCode {

    static final int OK = 0;
    /** The service did not start, cannot be reached or failed. */
    static final int FAILED = 1;
    /** The command line or the configuration is invalid. */
    static final int MISUSED = 2;
    /** There is no such player, number or path. */
    static final int NOT_FOUND = 3;
    /** The management token is missing or wrong. */
    static final int REFUSED = 4;

    private ExitCode() {}
}
