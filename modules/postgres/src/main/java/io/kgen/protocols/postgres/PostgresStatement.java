package io.kgen.protocols.postgres;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;

/**
 * One statement with its times, which are values of {@link System#nanoTime()}.
 *
 * @param measuredAs the text that its latency was registered for, see {@link PostgresClient#measure}
 * @param deadline the time after which a write must not commit; unused for a read
 */
record PostgresStatement(
        String sql, String measuredAs, Tuple arguments, boolean isWrite, long startedAt, long deadline) {

    static PostgresStatement read(String sql, String measuredAs, Tuple arguments) {
        return new PostgresStatement(sql, measuredAs, arguments, false, System.nanoTime(), 0);
    }

    static PostgresStatement write(String sql, Tuple arguments, long startedAt, long deadline) {
        return new PostgresStatement(sql, sql, arguments, true, startedAt, deadline);
    }

    /** The first word of the SQL: the whole text is an attribute of the span. */
    String spanName() {
        return "postgresql " + sql.stripLeading().split("\\s", 2)[0];
    }

    boolean isPastDeadline() {
        return isWrite && System.nanoTime() - deadline >= 0;
    }

    /** The arguments; for a write, the deadline by the server's clock is appended. */
    Tuple arguments(ServerClock clock) {
        if (!isWrite) {
            return arguments;
        }
        var all = Tuple.tuple(new ArrayList<>(arguments.size() + 1));
        for (var i = 0; i < arguments.size(); i++) {
            all.addValue(arguments.getValue(i));
        }
        return all.addOffsetDateTime(
                Instant.EPOCH.plus(clock.microsAt(deadline), ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }
}
