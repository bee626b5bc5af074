package io.kgen.protocols.postgres;

import io.vertx.pgclient.PgException;

/**
 * PostgreSQL rejected a statement. The message names the violated rule but not the values: the driver's message quotes them,
 * and they may be personal data (E73).
 */
public final class StatementRejectedException extends RuntimeException {

    public static final String UNIQUE_VIOLATION = "23505";

    private final String sqlState;
    private final String constraint;

    StatementRejectedException(PgException rejected) {
        super("SQLSTATE " + rejected.getSqlState() + describe(" table ", rejected.getTable())
                + describe(" constraint ", rejected.getConstraint()));
        this.sqlState = rejected.getSqlState();
        this.constraint = rejected.getConstraint();
    }

    public String sqlState() {
        return sqlState;
    }

    /** Whether the named unique constraint or index was violated. */
    public boolean violatesUnique(String constraint) {
        return UNIQUE_VIOLATION.equals(sqlState) && constraint.equals(this.constraint);
    }

    private static String describe(String label, String name) {
        return name == null ? "" : label + name;
    }
}
