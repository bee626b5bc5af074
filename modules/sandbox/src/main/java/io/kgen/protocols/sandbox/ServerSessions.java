package io.kgen.protocols.sandbox;

import io.kgen.protocols.platform.PostgresConfig;
import java.util.List;

/** The sessions of the product in one database, as the server lists them. */
public final class ServerSessions {

    private static final String OF_PRODUCT = " FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'platform-protocols'";

    private final PostgresConfig postgres;

    public ServerSessions(PostgresConfig postgres) {
        this.postgres = postgres;
    }

    /** Process ids of those that are open now. */
    public List<String> open() {
        return Psql.rows(postgres, "SELECT pid::text" + OF_PRODUCT);
    }

    /** Process ids of those whose latest statement has that in its text. */
    public List<String> thatRan(String part) {
        return Psql.rows(postgres, "SELECT pid::text" + OF_PRODUCT + " AND position(? IN query) > 0", part);
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
        Await.until(() -> Psql.rows(postgres, "SELECT pid::text" + OF_PRODUCT + " AND wait_event_type = 'Lock'")
                        .size()
                >= many);
    }

    /** Returns when none is executing anything, and none has for so long. */
    public void awaitIdle(String sinceInterval) {
        Await.until(() -> Psql.rows(
                        postgres,
                        "SELECT pid::text" + OF_PRODUCT
                                + " AND (state = 'active' OR clock_timestamp() - state_change < ?::interval)",
                        sinceInterval)
                .isEmpty());
    }
}
