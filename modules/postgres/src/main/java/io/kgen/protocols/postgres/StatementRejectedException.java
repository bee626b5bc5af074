package io.kgen.protocols.postgres;

import io.vertx.pgclient.PgException;

/**
 * PostgreSQL refused a statement. It says which rule was broken and never which values broke it: the driver's own text
 * quotes them, and they may be personal data (E73).
 */
public final class StatementRejectedException extends RuntimeException {

    public static final String UNIQUE_VIOLATION = "23505";

    private final String sqlState;
    private final String constraint;

    StatementRejectedException(PgException refusal) {
        super("SQLSTATE " + refusal.getSqlState() + describe(" table ", refusal.getTable())
                + describe(" constraint ", refusal.getConstraint()));
        this.sqlState = refusal.getSqlState();
        this.constraint = refusal.getConstraint();
    }

    public String sqlState() {
        return sqlState;
    }

    /** True if a row with the same value of the named unique constraint or index exists. */
    public boolean violatesUnique(String constraint) {
        return UNIQUE_VIOLATION.equals(sqlState) && constraint.equals(this.constraint);
    }

    private static String describe(String label, String name) {
        return name == null ? "" : label + name;
    }
}
