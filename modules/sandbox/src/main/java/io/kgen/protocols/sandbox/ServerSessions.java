package io.kgen.protocols.sandbox;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The sessions of the product in one database, as the server lists them. */
public final class ServerSessions {

    private static final String OF_PRODUCT = " FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'platform-protocols'";

    private final PostgresAddress postgres;

    public ServerSessions(PostgresAddress postgres) {
        this.postgres = postgres;
    }

    /** Process ids of those that are open now. */
    public List<String> open() {
        return TestSql.rows(postgres, "SELECT pid::text" + OF_PRODUCT);
    }

    /** Process ids of those whose latest statement has that in its text. */
    public List<String> thatRan(String part) {
        return TestSql.rows(postgres, "SELECT pid::text" + OF_PRODUCT + " AND position(? IN query) > 0", part);
    }

    /** Returns when at least one of them has ended, thus has executed or refused all that it was sent. */
    public void awaitEndOfOne(List<String> sessions) {
        Await.until(() -> !open().containsAll(sessions));
    }

    /** Returns when all of them have ended, thus have executed or refused all that they were sent. */
    public void awaitEnd(List<String> sessions) {
        Await.until(() -> open().stream().noneMatch(sessions::contains));
    }

    /** Returns when so many are waiting for a lock. */
    public void awaitWaitingForLock(int many) {
        Await.until(() -> waitingForLock() >= many);
    }

    /**
     * Returns a call whose statement waits for a lock. On a slow machine a call with a short deadline may end before its
     * statement has reached the lock; then the call is repeated.
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
        return TestSql.rows(postgres, "SELECT pid::text" + OF_PRODUCT + " AND wait_event_type = 'Lock'")
                .size();
    }

    /** Returns when none is executing anything, and none has for so long. */
    public void awaitIdle(String sinceInterval) {
        try {
            Await.until(() -> busySince(sinceInterval).isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError("still busy: " + busySince(sinceInterval), e);
        }
    }

    private List<String> busySince(String interval) {
        return TestSql.rows(
                postgres,
                "SELECT concat_ws(' ', state, wait_event_type, wait_event, query)" + OF_PRODUCT
                        + " AND (state = 'active' OR clock_timestamp() - state_change < ?::interval)",
                interval);
    }
}
