package io.kgen.protocols.sandbox;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The sessions of the product in one database, according to {@code pg_stat_activity}. */
public final class ServerSessions {

    private static final String FROM_SESSIONS = " FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'platform-protocols'";

    private final PostgresAddress postgres;

    public ServerSessions(PostgresAddress postgres) {
        this.postgres = postgres;
    }

    /** Process ids of all open sessions. */
    public List<String> open() {
        return TestSql.rows(postgres, "SELECT pid::text" + FROM_SESSIONS);
    }

    /** Process ids of the sessions whose latest statement contains the text. */
    public List<String> withLastStatement(String text) {
        return TestSql.rows(postgres, "SELECT pid::text" + FROM_SESSIONS + " AND position(? IN query) > 0", text);
    }

    /** Returns when at least one session has ended and has therefore executed or rejected all its statements. */
    public void awaitEndOfOne(List<String> sessions) {
        Await.until(() -> !open().containsAll(sessions));
    }

    /** Returns when all the sessions have ended and have therefore executed or rejected all their statements. */
    public void awaitEnd(List<String> sessions) {
        Await.until(() -> open().stream().noneMatch(sessions::contains));
    }

    /** Returns when at least {@code count} sessions wait for a lock. */
    public void awaitWaitingForLock(int count) {
        Await.until(() -> waitingForLock() >= count);
    }

    /**
     * Returns a call whose statement waits for a lock. On a slow machine, a call with a short deadline can end before
     * its statement waits for the lock; in that case the call is repeated.
     */
    public Future<?> awaitWaitingForLock(Supplier<Future<?>> call) {
        var last = new AtomicReference<Future<?>>(call.get());
        Await.until(() -> {
            if (waitingForLock() > 0) {
                return true;
            }
            if (last.get().isComplete()) {
                last.set(call.get());
            }
            return false;
        });
        return last.get();
    }

    private int waitingForLock() {
        return TestSql.rows(postgres, "SELECT pid::text" + FROM_SESSIONS + " AND wait_event_type = 'Lock'")
                .size();
    }

    /** Returns when no session is active and each has been idle for at least the interval. */
    public void awaitIdle(String interval) {
        try {
            Await.until(() -> busySince(interval).isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError("still busy: " + busySince(interval), e);
        }
    }

    private List<String> busySince(String interval) {
        return TestSql.rows(
                postgres,
                "SELECT concat_ws(' ', state, wait_event_type, wait_event, query)" + FROM_SESSIONS
                        + " AND (state = 'active' OR clock_timestamp() - state_change < ?::interval)",
                interval);
    }
}
